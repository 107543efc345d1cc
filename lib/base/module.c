#include <ecom/base.h>

#include <dlfcn.h>

/* A module uses these symbols of the program it is opened in (see module.syms): they must be linked into each. */
static void (*const NEEDED[])(void) __attribute__((used)) = {
	(void (*)(void))error_set,	  (void (*)(void))error_reject,	     (void (*)(void))memory_alloc,
	(void (*)(void))memory_zero,	  (void (*)(void))memory_resize,     (void (*)(void))memory_text,
	(void (*)(void))memory_free,	  (void (*)(void))buffer_add,	     (void (*)(void))buffer_text,
	(void (*)(void))buffer_char,	  (void (*)(void))buffer_printf,     (void (*)(void))buffer_clear,
	(void (*)(void))buffer_free,	  (void (*)(void))number_parse_int,  (void (*)(void))number_parse_real,
	(void (*)(void))number_print_real, (void (*)(void))arena_alloc,	     (void (*)(void))text_valid,
};

enum status module_open(const char *folder, const char *name, const char *symbol, int abi, const void **out,
			struct error *err)
{
	struct buffer path = { 0 };
	enum status status = STATUS_OK;

	*out = NULL;
	if (!folder)
		return error_set(err, STATUS_CONFIG, "no_module", "",
				 "the module %s.so is needed, and no folder to look for it is known", name);
	buffer_printf(&path, "%s/%s.so", folder, name);
	void *module = dlopen(path.data, RTLD_NOW | RTLD_LOCAL);
	const int *found = module ? dlsym(module, symbol) : NULL;
	if (!module)
		status = error_set(err, STATUS_CONFIG, "no_module", "", "the module %s.so cannot be opened: %s", name, dlerror());
	else if (!found || *found != abi)
		status = error_set(err, STATUS_CONFIG, "no_module", "", "%s is not a module of this version", path.data);
	else
		*out = found;
	buffer_free(&path);
	return status;
}
