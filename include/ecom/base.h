/*
 * base: what everything else stands on. Status and errors, memory, growing
 * buffers, UTF-8 text, bounded number parsing, numbered names, digests, atomic files, threads, modules.
 */
#ifndef ECOM_BASE_H
#define ECOM_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define ECOM_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define ECOM_PRINTF(f, a)
#endif

#define ARRAY_LENGTH(a) (sizeof(a) / sizeof((a)[0]))

/*
 * Status of an operation. The values are the exit codes of the programs
 * (sysexits where one fits), so that nothing has to be translated.
 */
enum status {
	STATUS_OK = 0,
	STATUS_REJECTED = 1,     /* this record cannot be taken; its neighbours can */
	STATUS_USAGE = 64,       /* the command line is wrong */
	STATUS_DATA = 65,        /* the input is unreadable as a whole */
	STATUS_NO_INPUT = 66,    /* an input file is missing */
	STATUS_UNAVAILABLE = 69, /* a remote service is unavailable */
	STATUS_BUG = 70,         /* a defect of ours */
	STATUS_MEMORY = 71,      /* out of memory */
	STATUS_CREATE = 73,      /* an output file cannot be created */
	STATUS_IO = 74,          /* reading or writing failed */
	STATUS_BUSY = 75,        /* try again later: store locked past the time-out */
	STATUS_PERMISSION = 77,
	STATUS_CONFIG = 78,      /* configuration, or the store's version */
	STATUS_END = -1,         /* no more records; not an error */
	STATUS_RETRY = -2,       /* the transaction was lost to another and may be run again */
};

/*
 * What went wrong. Filled once, where it was detected; upper floors add only
 * the position of the input record. ${code} is a stable word for programs
 * (the `code` column of rejects); ${message} a sentence for people, saying
 * what is wrong and what was expected. ${field} may be empty.
 */
struct error {
	enum status status;
	const char *code; /* static string */
	char field[64];
	char message[512];
};

/** error_set(err, status, code, field, format, ...): fill ${err} (may be
 *  NULL) and return ${status}, so that `return error_set(...)` reads well. */
enum status error_set(struct error *err, enum status status, const char *code, const char *field,
		      const char *format, ...) ECOM_PRINTF(5, 6);

/** error_reject(err, code, field, format, ...): error_set with STATUS_REJECTED. */
enum status error_reject(struct error *err, const char *code, const char *field, const char *format, ...)
	ECOM_PRINTF(4, 5);

/** error_system(err, status, what): a failed system call: "${what}: <strerror(errno)>". */
enum status error_system(struct error *err, enum status status, const char *what);

/*
 * Memory. Every allocation of the library, of jansson and of libcsv comes
 * through here. None returns NULL: out of memory calls the failure handler,
 * which must not return (a program prints and exits 71; a test may longjmp).
 * This is safe because a store transaction that did not commit did not happen
 * and nothing is printed before the commit.
 */
typedef void memory_failure_handler(size_t wanted);
void memory_on_failure(memory_failure_handler *handler);
void *memory_alloc(size_t size);                  /* uninitialised */
void *memory_zero(size_t count, size_t size);     /* zeroed; overflow of the product is a failure */
void *memory_resize(void *p, size_t size);
void *memory_double(void *items, size_t *capacity, size_t size); /* twice as many of ${size} bytes; at first 16 */
/** memory_grow(items, count, capacity, size): ${items}, with room for one more than the ${count} that there are. */
static inline void *memory_grow(void *items, size_t count, size_t *capacity, size_t size)
{
	return count < *capacity ? items : memory_double(items, capacity, size);
}
char *memory_text(const char *s);                 /* copy of a string; NULL stays NULL */
void memory_free(void *p);                        /* NULL is fine */
/** memory_fail_after(n): test seam: the ${n}-th allocation from now fails (0: never). */
void memory_fail_after(unsigned long n);

/*
 * Arena: memory freed all at once. One per batch; reset keeps the blocks, so
 * memory stays flat over any number of batches.
 */
struct arena {
	struct arena_block *first, *current;
	size_t used;
};
void *arena_alloc(struct arena *a, size_t size);   /* aligned for any type, uninitialised */
void *arena_zero(struct arena *a, size_t size);
char *arena_copy(struct arena *a, const char *s, size_t length); /* NUL-terminated */
char *arena_text(struct arena *a, const char *s);  /* NULL stays NULL */
char *arena_printf(struct arena *a, const char *format, ...) ECOM_PRINTF(2, 3);
void arena_reset(struct arena *a);  /* forget everything, keep the blocks for reuse (large ones are freed) */
void arena_free(struct arena *a);   /* a zeroed struct arena is valid; after free it is again */

/*
 * Buffer: bytes that grow. A zeroed struct is an empty buffer. ${data} is
 * always NUL-terminated once something was added.
 */
struct buffer {
	char *data;
	size_t length, capacity;
};
void buffer_reserve(struct buffer *b, size_t more);
void buffer_add(struct buffer *b, const void *data, size_t length);
void buffer_text(struct buffer *b, const char *s);
void buffer_char(struct buffer *b, char c);
void buffer_printf(struct buffer *b, const char *format, ...) ECOM_PRINTF(2, 3);
void buffer_clear(struct buffer *b);
void buffer_free(struct buffer *b);
/** buffer_json_text(b, s): ${s} as a JSON string with its quotes; ${s} must be
 *  valid UTF-8; control characters are escaped. NULL gives null. */
void buffer_json_text(struct buffer *b, const char *s);

/* Text: UTF-8. */
bool text_valid(const char *s, size_t length);  /* strict UTF-8: no overlongs, surrogates, nor NUL */
bool text_same(const char *a, const char *b);   /* equal strings; two NULLs are equal */
bool text_same_fold(const char *a, const char *b); /* equal, ASCII case ignored */
/** text_next(s, point): decode one code point of valid UTF-8 at ${s}; returns its length in bytes. */
size_t text_next(const char *s, uint32_t *point);
/** text_width(s, length): columns on a terminal (East Asian wide = 2, combining = 0, control = 0). */
size_t text_width(const char *s, size_t length);
/** text_matches_word(word, aliases, candidate): is ${candidate} the ${word} or one of the
 *  '|'-separated ${aliases} (may be NULL)? ASCII case ignored; ' ' and '-' match '_'. */
bool text_matches_word(const char *word, const char *aliases, const char *candidate);

/* Numbers: the whole string must be the number. Nothing is skipped, nothing rounded. */
bool number_parse_int(const char *s, int64_t min, int64_t max, int64_t *value); /* [+-]digits */
bool number_parse_real(const char *s, double min, double max, double *value);   /* decimal, '.', exponent; finite; locale-free */
/** number_add/number_multiply(a, b, out): false on overflow. */
bool number_add(int64_t a, int64_t b, int64_t *out);
bool number_multiply(int64_t a, int64_t b, int64_t *out);
/** number_floor(a, b): a / b rounded down; ${b} is above zero. */
static inline int64_t number_floor(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}
/** number_print_real(out, value): shortest decimal that reads back as ${value}; locale-free. */
#define NUMBER_REAL_SIZE 32
char *number_print_real(char out[NUMBER_REAL_SIZE], double value);
/** number_tidy(x): ${x} to six decimals and twelve digits, so that what is printed reads well. */
double number_tidy(double x);
/* Levels of quantiles: probabilities, ascending, each once. */
#define NUMBER_LEVELS_MAX 99
struct number_levels {
	double p[NUMBER_LEVELS_MAX];
	size_t count;
};
/** number_levels_parse(texts, n, out, err): numbers between 0 and 1, in any order. Rejected: "bad_level". */
enum status number_levels_parse(const char *const *texts, size_t n, struct number_levels *out, struct error *err);

/*
 * Directory: dense numbers for names, in the order of their first coming. Of one name there may be several, each at a
 * location of its own (a SKU in a shop); NULL: at none. A zeroed struct is an empty one.
 */
struct directory_key {
	const char *name, *location;
	uint64_t hash;
};
struct directory {
	struct arena arena; /* the texts */
	struct directory_key *keys;
	size_t count, capacity;
	uint32_t *slots; /* number + 1; 0 = free */
	size_t n_slots;
	size_t last; /* number found or made */
};
size_t directory_number(struct directory *d, const char *name, const char *location); /* found or made */
bool directory_find(const struct directory *d, const char *name, const char *location, size_t *number);
const char *directory_text(struct directory *d, const char *name); /* the one copy of it; NULL stays NULL */
size_t *directory_sorted(const struct directory *d); /* numbers by name and location; memory_free it */
void directory_free(struct directory *d);

/* SHA-256 (FIPS 180-4). Own code because libcrypto doubles the start-up of every program. */
struct digest {
	uint32_t state[8];
	uint64_t length;
	unsigned char block[64];
};
#define DIGEST_TEXT_SIZE 65
void digest_start(struct digest *d);
void digest_add(struct digest *d, const void *data, size_t length);
void digest_finish(struct digest *d, char hex[DIGEST_TEXT_SIZE]);

/*
 * Files. file_replace_* write a new file beside ${path} and rename it over
 * it on commit, synced, so that readers see the old or the new, never half.
 * A symbolic link stays and its target is replaced; a device or pipe is
 * written to as it is.
 */
struct file_replacement {
	int fd;
	char *path, *temporary;
};
enum status file_replace_open(struct file_replacement *f, const char *path, struct error *err);
enum status file_replace_commit(struct file_replacement *f, struct error *err); /* fsync, rename, fsync of the folder */
void file_replace_abandon(struct file_replacement *f);
enum status file_write_all(int fd, const void *data, size_t length, struct error *err); /* EINTR and short writes handled */
/** file_read_all(path, limit, out, err): the whole file; more than ${limit} bytes is an error. */
enum status file_read_all(const char *path, size_t limit, struct buffer *out, struct error *err);

/*
 * Parallel: the same work on many things. The only threads there are; a result must not depend on their number, so
 * each thing has a place of its own for what comes out.
 */
typedef void parallel_body(void *ctx, size_t worker, size_t index);
size_t parallel_processors(void); /* that can be used; at least 1 */
/** parallel_run(jobs, count, body, ctx): ${body} for each index below ${count}, once, in any order, on up to ${jobs}
 *  threads (0 and 1: on this one alone); returns after the last. ${worker}, below ${jobs}, tells whose room to use. */
void parallel_run(size_t jobs, size_t count, parallel_body *body, void *ctx);

/*
 * Modules: what few runs need, with the libraries of others that it stands on, opened when it is first needed. A module
 * finds base in the program.
 */
/** module_open(folder, name, symbol, abi, out, err): what ${folder}/${name}.so shows as ${symbol}: a struct whose first
 *  member is an int, equal to ${abi}. It stays open until the program ends: its library may have started threads or
 *  registered handlers. STATUS_CONFIG "no_module"; so is a NULL ${folder}. */
enum status module_open(const char *folder, const char *name, const char *symbol, int abi, const void **out,
			struct error *err);

#endif
