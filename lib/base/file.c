#include <ecom/base.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_CHUNK	((size_t)64 << 10)
#define TEMPORARY_TRIES 1000

/* Where the bytes shall stand in the end: behind symbolic links, which stay as they are. */
static char *final_path(const char *path)
{
	char *resolved = realpath(path, NULL), *copy;

	if (!resolved)
		return memory_text(path);
	copy = memory_text(resolved);
	free(resolved);
	return copy;
}

/* A new file beside ${path}; -1 with errno. O_EXCL with 0666 rather than mkstemp: the umask decides who reads it. */
static int open_beside(const char *path, char **temporary)
{
	size_t size = strlen(path) + 48;
	char *name = memory_alloc(size);
	int attempt, fd = -1;

	for (attempt = 0; attempt < TEMPORARY_TRIES; attempt++) {
		snprintf(name, size, "%s.%ld-%d.tmp", path, (long)getpid(), attempt);
		fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd >= 0 || errno != EEXIST)
			break;
	}
	if (fd < 0) {
		int saved = errno;

		memory_free(name);
		errno = saved;
		return -1;
	}
	*temporary = name;
	return fd;
}

enum status file_replace_open(struct file_replacement *f, const char *path, struct error *err)
{
	struct stat old;
	bool exists = stat(path, &old) == 0;

	*f = (struct file_replacement) { .fd = -1, .path = final_path(path) };
	if (exists && S_ISDIR(old.st_mode)) {
		errno = EISDIR;
	} else if (exists && !S_ISREG(old.st_mode)) {
		/* A terminal, a pipe, /dev/null: written to, never renamed over. */
		f->fd = open(path, O_WRONLY | O_CLOEXEC);
	} else {
		f->fd = open_beside(f->path, &f->temporary);
		if (f->fd >= 0 && exists && fchmod(f->fd, old.st_mode & 07777) != 0)
			errno = 0; /* another's file: the new one keeps the mode of the umask */
	}
	if (f->fd < 0) {
		error_system(err, STATUS_CREATE, path);
		file_replace_abandon(f);
		return STATUS_CREATE;
	}
	return STATUS_OK;
}

/* A rename is durable only once its folder is. */
static bool sync_folder(const char *path)
{
	char *folder = memory_text(path), *slash = strrchr(folder, '/');
	bool done = false;
	int fd;

	if (slash)
		slash[slash == folder] = '\0'; /* that of "/a" is "/" */
	fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		done = fsync(fd) == 0 || errno == EINVAL;
		close(fd);
	}
	memory_free(folder);
	return done;
}

enum status file_replace_commit(struct file_replacement *f, struct error *err)
{
	enum status status = STATUS_OK;
	/* EINVAL: a terminal or pipe cannot be synced. */
	bool synced = fsync(f->fd) == 0 || (!f->temporary && (errno == EINVAL || errno == EROFS));

	if (close(f->fd) != 0)
		synced = false;
	f->fd = -1;
	if (!synced || (f->temporary && rename(f->temporary, f->path) != 0)) {
		status = error_system(err, STATUS_IO, f->path);
	} else if (f->temporary) {
		memory_free(f->temporary);
		f->temporary = NULL;
		if (!sync_folder(f->path))
			status = error_system(err, STATUS_IO, f->path);
	}
	file_replace_abandon(f);
	return status;
}

void file_replace_abandon(struct file_replacement *f)
{
	if (f->fd >= 0)
		close(f->fd);
	if (f->temporary)
		unlink(f->temporary);
	memory_free(f->temporary);
	memory_free(f->path);
	*f = (struct file_replacement) { .fd = -1 };
}

enum status file_write_all(int fd, const void *data, size_t length, struct error *err)
{
	const char *bytes = data;

	while (length) {
		ssize_t written = write(fd, bytes, length < SSIZE_MAX ? length : SSIZE_MAX);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0)
			return error_system(err, STATUS_IO, "write");
		bytes += written;
		length -= (size_t)written;
	}
	return STATUS_OK;
}

enum status file_read_all(const char *path, size_t limit, struct buffer *out, struct error *err)
{
	enum status status = STATUS_OK;
	size_t start = out->length;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return error_system(err, errno == EACCES ? STATUS_PERMISSION : STATUS_NO_INPUT, path);
	for (;;) {
		ssize_t got;

		buffer_reserve(out, READ_CHUNK);
		got = read(fd, out->data + out->length, READ_CHUNK);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			status = error_system(err, STATUS_IO, path);
		if (got <= 0)
			break;
		out->length += (size_t)got;
		if (out->length - start > limit) {
			status = error_set(err, STATUS_DATA, "too_large", "", "%s: larger than %zu bytes", path, limit);
			break;
		}
	}
	out->data[out->length] = '\0';
	close(fd);
	return status;
}
