#include <ecom/base.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <tap.h>
#include <unistd.h>

static struct error err;

static const char *content(const char *path)
{
	static struct buffer b;

	buffer_clear(&b);
	return file_read_all(path, 1000, &b, &err) == STATUS_OK ? b.data : NULL;
}

static int files_in(const char *folder)
{
	DIR *d = opendir(folder);
	int n = 0;

	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

static void replace(const char *path, const char *text)
{
	struct file_replacement f;

	ok(file_replace_open(&f, path, &err) == STATUS_OK &&
		   file_write_all(f.fd, text, strlen(text), &err) == STATUS_OK &&
		   file_replace_commit(&f, &err) == STATUS_OK,
	   "%s is replaced", path);
}

static void replacing(void)
{
	struct file_replacement f;
	struct stat st;

	umask(027);
	replace("a.csv", "one");
	is_text(content("a.csv"), "one", "a new file");
	stat("a.csv", &st);
	is_int(st.st_mode & 07777, 0640, "with the mode of the umask");
	chmod("a.csv", 0604);
	file_replace_open(&f, "a.csv", &err);
	file_write_all(f.fd, "tw", 2, &err);
	is_text(content("a.csv"), "one", "readers see the old until the commit");
	file_replace_abandon(&f);
	is_text(content("a.csv"), "one", "and after an abandoned one");
	is_int(files_in("."), 1, "which leaves nothing behind");
	replace("a.csv", "two");
	is_text(content("a.csv"), "two", "then the new");
	stat("a.csv", &st);
	is_int(st.st_mode & 07777, 0604, "with the mode of the old");

	symlink("a.csv", "link.csv");
	replace("link.csv", "three");
	lstat("link.csv", &st);
	ok(S_ISLNK(st.st_mode), "a link stays a link");
	is_text(content("a.csv"), "three", "what it names is replaced");
	is_int(files_in("."), 2, "nothing else is there");
}

static void refusals(void)
{
	struct file_replacement f;
	struct stat st;

	mkdir("folder", 0777);
	is_int(file_replace_open(&f, "folder", &err), STATUS_CREATE, "a folder is not replaced");
	is_text(err.message, "folder: Is a directory", "and named");
	is_int(file_replace_open(&f, "missing/a.csv", &err), STATUS_CREATE, "nor a file in a folder that is not there");
	replace("/dev/null", "gone");
	stat("/dev/null", &st);
	ok(S_ISCHR(st.st_mode), "a device is written to, never renamed over");
	is_int(file_replace_open(&f, "/dev/full", &err), STATUS_OK, "a full device opens");
	is_int(file_write_all(f.fd, "x", 1, &err), STATUS_IO, "and does not take a byte");
	is_text(err.message, "write: No space left on device", "which is said");
	file_replace_abandon(&f);
}

static void reading(void)
{
	struct buffer b = { 0 };

	is_int(file_read_all("missing", 10, &b, &err), STATUS_NO_INPUT, "a missing file");
	is_int(file_read_all("folder", 10, &b, &err), STATUS_IO, "a folder");
	buffer_clear(&b);
	replace("ten", "0123456789");
	is_int(file_read_all("ten", 9, &b, &err), STATUS_DATA, "one byte too many");
	buffer_clear(&b);
	buffer_text(&b, "kept:");
	is_int(file_read_all("ten", 10, &b, &err), STATUS_OK, "as many as allowed");
	is_text(b.data, "kept:0123456789", "after what the buffer held");
	buffer_clear(&b);
	replace("empty", "");
	is_int(file_read_all("empty", 0, &b, &err), STATUS_OK, "an empty file");
	is_text(b.data, "", "is an empty text");
	buffer_free(&b);
}

int main(void)
{
	char folder[] = "/tmp/ecom-file-test-XXXXXX", command[64];

	if (!mkdtemp(folder) || chdir(folder) != 0)
		return 1;
	replacing();
	refusals();
	reading();
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	ok(chdir("/") == 0 && system(command) == 0, "cleaned up");
	return done_testing();
}
