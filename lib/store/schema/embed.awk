# Turns the migration files into C: one string each, in the order given.
BEGIN {
	print "#include \"store_impl.h\""
	print "const char *const STORE_MIGRATIONS[] = {"
}
{
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	if (FNR == 1 && NR > 1)
		print ","
	printf "\t\"%s\\n\"\n", $0
}
END {
	print ", 0"
	print "};"
}
