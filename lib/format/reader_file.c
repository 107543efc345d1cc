/* Files read beside what is piped in. */
#include <ecom/format.h>

#include <fcntl.h>
#include <unistd.h>

/* Until the end, which is STATUS_END, or the first fault. */
static enum status take_all(struct reader *r, struct arena *arena, void *record, reader_take *take, void *ctx,
			    struct error *err)
{
	enum status status;

	while ((status = reader_next(r, arena, record, err)) == STATUS_OK) {
		status = take(ctx, record, err);
		if (status != STATUS_OK)
			break;
		arena_reset(arena);
	}
	return status;
}

enum status reader_file(const char *path, const struct record_type *type, const struct reader_options *options,
			reader_take *take, void *ctx, struct error *err)
{
	struct reader *reader = NULL;
	struct arena arena = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return error_system(err, STATUS_NO_INPUT, path);
	struct record *record = memory_alloc(type->size);
	enum status status = reader_open(&reader, fd, path, type, options, err);
	if (status == STATUS_OK)
		status = take_all(reader, &arena, record, take, ctx, err);
	if (status == STATUS_REJECTED) {
		const struct error why = *err;
		status = error_set(err, STATUS_DATA, why.code, why.field, "%s:%ld: %.400s", path, record->line,
				   why.message);
	}
	reader_close(reader);
	close(fd);
	memory_free(record);
	arena_free(&arena);
	return status == STATUS_END ? STATUS_OK : status;
}
