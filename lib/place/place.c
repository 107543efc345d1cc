/* The file of places: mapped, searched by halving. */
#include "place_impl.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MOST ((off_t)1 << 28)

size_t place_read(const struct gazetteer *g, size_t at, struct place_line *line)
{
	const char *p = g->text + at, *end = at < g->length ? memchr(p, '\n', g->length - at) : NULL;
	if (!end)
		return 0;
	for (int i = 0; i < PLACE_FIELDS; i++) {
		const char *tab = p < end ? memchr(p, '\t', (size_t)(end - p)) : NULL;
		line->field[i] = p;
		line->length[i] = (size_t)((tab ? tab : end) - p);
		p = tab ? tab + 1 : end;
	}
	return (size_t)(end + 1 - g->text);
}

bool place_is(const struct place_line *line, enum place_field field, const char *text, size_t length)
{
	return line->length[field] == length && memcmp(line->field[field], text, length) == 0;
}

static bool is_below(const struct place_line *line, const char *key, size_t length)
{
	size_t common = line->length[PLACE_KEY] < length ? line->length[PLACE_KEY] : length;
	int order = memcmp(line->field[PLACE_KEY], key, common);
	return order < 0 || (order == 0 && line->length[PLACE_KEY] < length);
}

size_t place_search(const struct gazetteer *g, const char *key, size_t length)
{
	/* Lines that begin before ${low} are below the key, those that begin at ${high} or after it are not. */
	size_t low = 0, high = g->length;
	struct place_line line;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		while (middle > low && g->text[middle - 1] != '\n')
			middle--;
		size_t next = place_read(g, middle, &line);
		if (next && is_below(&line, key, length))
			low = next;
		else
			high = middle;
	}
	return low;
}

/* The zones stand first, in the order of their numbers: "#0<TAB>Africa/Abidjan". */
static void read_zones(struct gazetteer *g)
{
	struct buffer zones = { 0 };
	struct place_line line;
	for (size_t at = 0, next; at < g->length && g->text[at] == '#' && (next = place_read(g, at, &line)); at = next) {
		if (!line.length[1])
			continue;
		const char *zone = arena_copy(&g->arena, line.field[1], line.length[1]);
		buffer_add(&zones, &zone, sizeof zone);
	}
	g->n_zones = zones.length / sizeof *g->zones;
	g->zones = arena_alloc(&g->arena, zones.length + 1);
	if (zones.length)
		memcpy(g->zones, zones.data, zones.length);
	buffer_free(&zones);
}

enum status place_open(const char *path, struct gazetteer **out, struct error *err)
{
	struct stat about;
	enum status st = STATUS_OK;
	void *text = NULL;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_system(err, STATUS_NO_INPUT, path);
	if (fstat(fd, &about) || !S_ISREG(about.st_mode) || about.st_size <= 0 || about.st_size > FILE_MOST)
		st = error_set(err, STATUS_DATA, "bad_places", "", "%s is no file of places", path);
	else if ((text = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0)) == MAP_FAILED)
		st = error_system(err, STATUS_IO, path);
	close(fd);
	if (st)
		return st;
	*out = memory_zero(1, sizeof **out);
	(*out)->text = text;
	(*out)->length = (size_t)about.st_size;
	read_zones(*out);
	return STATUS_OK;
}

void place_close(struct gazetteer *g)
{
	if (!g)
		return;
	munmap((void *)(uintptr_t)g->text, g->length);
	arena_free(&g->arena);
	memory_free(g);
}
