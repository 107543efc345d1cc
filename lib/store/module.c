#include <dlfcn.h>

#include "store_impl.h"

/* A driver uses these symbols of the program it is opened in (see module.syms): they must be linked into each. */
static void (*const NEEDED[])(void) __attribute__((used)) = {
	(void (*)(void))error_set,	  (void (*)(void))memory_alloc,	     (void (*)(void))memory_zero,
	(void (*)(void))memory_resize,	  (void (*)(void))memory_text,	     (void (*)(void))memory_free,
	(void (*)(void))buffer_add,	  (void (*)(void))buffer_text,	     (void (*)(void))buffer_char,
	(void (*)(void))buffer_printf,	  (void (*)(void))buffer_clear,	     (void (*)(void))buffer_free,
	(void (*)(void))number_parse_int, (void (*)(void))number_parse_real, (void (*)(void))number_print_real,
};

/* The module stays open until the program ends: libpq may have registered handlers of its own. */
enum status store_module_driver(const char *name, const struct store_options *options, const struct driver **out,
				struct error *err)
{
	struct buffer path = { 0 };
	const struct driver *driver;
	enum status st = STATUS_OK;
	void *module;

	if (!options || !options->module_path)
		return error_set(err, STATUS_CONFIG, "no_module", "",
				 "a %s store needs the driver module %s.so, and no folder to look for it is known",
				 name, name);
	buffer_printf(&path, "%s/%s.so", options->module_path, name);
	module = dlopen(path.data, RTLD_NOW | RTLD_LOCAL);
	driver = module ? dlsym(module, DRIVER_SYMBOL) : NULL;
	if (!module)
		st = error_set(err, STATUS_CONFIG, "no_module", "", "the driver module cannot be opened: %s",
			       dlerror());
	else if (!driver || driver->abi != DRIVER_ABI)
		st = error_set(err, STATUS_CONFIG, "no_module", "", "%s is not a driver module of this version",
			       path.data);
	else
		*out = driver;
	buffer_free(&path);
	return st;
}
