# C without its comments and without what its strings say: "file:line:code" for each line that keeps any. For lints that look for words.
FNR == 1 { in_comment = 0 }
{
	out = ""
	line = $0
	while (line != "") {
		if (in_comment) {
			end = index(line, "*/")
			if (!end) { line = ""; break }
			line = substr(line, end + 2)
			in_comment = 0
		} else if (match(line, /"([^"\\]|\\.)*"|'([^'\\]|\\.)*'|\/\*|\/\//)) {
			found = substr(line, RSTART, RLENGTH)
			out = out substr(line, 1, RSTART - 1)
			line = substr(line, RSTART + RLENGTH)
			if (found == "//") line = ""
			else if (found == "/*") in_comment = 1
			else out = out substr(found, 1, 1) substr(found, 1, 1)
		} else {
			out = out line
			line = ""
		}
	}
	if (out ~ /[^ \t]/) print FILENAME ":" FNR ":" out
}
