# What runs and guards the house: tests/README.md.

RUN_TESTS := ECOM_BUILD='$(abspath $(O))' tests/run
UNIT_TESTS_BUILT := $(UNIT_TESTS) $(O)/tests/inject.so
# Build on every processor, unless the caller said how many.
PARALLEL = $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc))

.PHONY: bench-small bench-forecast bench-track check-clang check-deep check-sanitize unit bless lint-deep uninstall

deps:
	@tests/deps.sh

# A warning is a failure here. The last line of output counts what passed and failed, whatever happened.
check:
	@+$(MAKE) $(PARALLEL) DEVELOPER=1 all unit $(BENCH_PROGRAMS) $(FORECAST_BENCH_PROGRAMS) $(FORMATS_PAGE) || { echo '0 passed, 1 failed'; exit 1; }
	@$(RUN_TESTS)

unit: $(UNIT_TESTS_BUILT)

# The other compiler reads the code with other eyes.
check-clang:
	+$(MAKE) $(PARALLEL) CC=clang DEVELOPER=1 O=$(O)-clang all unit
	@ECOM_BUILD='$(abspath $(O)-clang)' tests/run tests/unit

# Of the faults that check tries, six times as many.
check-deep: all unit
	@ECOM_TEST_DEEP=1 $(RUN_TESTS) --timeout 1800 tests/fault

# Undefined behaviour and misused memory end a program; slower, so on one store.
check-sanitize:
	+$(MAKE) $(PARALLEL) DEVELOPER=1 O=$(O)-asan SANITIZE=address,undefined all unit
	@ECOM_BUILD='$(abspath $(O)-asan)' ECOM_TEST_SANITIZE=1 tests/run --store sqlite tests/unit tests/cli tests/cases.bats

# Floors and peers are plain programs: no part of the library.
BENCH_PROGRAMS := $(O)/bench/trace.so $(patsubst tests/bench/%.c,$(O)/bench/%,$(filter-out %/trace.c,$(wildcard tests/bench/*.c)))
$(O)/bench/%.so: tests/bench/%.c $(O)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -fPIC -shared -o $@ $< -ldl
$(O)/bench/%: tests/bench/%.c $(O)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -o $@ $< $(LDFLAGS) $(SANITIZE_FLAGS) $(SQLITE_LIBS) $(LIBCSV_LIBS)

# Those of the forecasts call the library itself: a series a call, no process and no input between.
FORECAST_BENCH_PROGRAMS := $(patsubst tests/bench/forecast/%.c,$(O)/bench/forecast/%,$(wildcard tests/bench/forecast/*.c))
$(O)/bench/forecast/%: tests/bench/forecast/%.c $(O)/libecom.a $(O)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Iinclude -Itests/lib -MMD -MP -o $@ $< $(ALL_LDFLAGS) -Wl,--dynamic-list=lib/base/module.syms $(O)/libecom.a $(LIBS)

bench: all $(BENCH_PROGRAMS)
	@ECOM_BUILD='$(abspath $(O))' tests/bench/run.sh

# On little input, without bounds: that it runs, and that what it finds is right.
bench-small: all $(BENCH_PROGRAMS)
	@ECOM_BUILD='$(abspath $(O))' tests/bench/run.sh small

# Accuracy beside speed, against R in the same run: installs R where it is missing.
bench-forecast: all $(FORECAST_BENCH_PROGRAMS)
	@tests/deps.sh peers
	@ECOM_BUILD='$(abspath $(O))' tests/bench/forecast/run.sh

# Carriers asked and understood, against a server of its own.
TRACK_BENCH_PROGRAMS := $(patsubst tests/bench/track/%.c,$(O)/bench/track/%,$(wildcard tests/bench/track/*.c))
$(O)/bench/track/%: tests/bench/track/%.c $(O)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -o $@ $< $(LDFLAGS) $(SANITIZE_FLAGS)

bench-track: all $(TRACK_BENCH_PROGRAMS)
	@ECOM_BUILD='$(abspath $(O))' tests/bench/track/run.sh

demo: all
	@ECOM_BUILD='$(abspath $(O))' PATH='$(abspath $(O))/bin':"$$PATH" share/examples/demo.sh

lint: all unit $(FORMATS_PAGE)
	@$(RUN_TESTS) tests/lint

# Slow readers of the code, beside those of every check.
lint-deep: all
	@$(RUN_TESTS) --timeout 1800 tests/lint/deep/clang-tidy.sh

format:
	clang-format -i $(wildcard cmd/*/*.c cmd/*/*.h lib/*/*.c lib/*/*.h include/ecom/*.h tests/lib/*.h tests/unit/*/*.c tests/fault/*.c)

# The golden cases as the programs answer now: read the difference before committing it.
bless: all
	@ECOM_BUILD='$(abspath $(O))' ECOM_BLESS=1 tests/run --store sqlite tests/cases.bats
	@git --no-pager diff --stat -- tests/cases

$(O)/tests/inject.so: tests/fault/inject.c $(O)/flags
	@mkdir -p $(@D)
	$(CC) -std=c11 -D_GNU_SOURCE -fPIC -shared $(WARNINGS) $(CFLAGS) -o $@ $< -ldl

# The page of records follows the programs.
FORMATS_PAGE := $(O)/man/ecom-formats.5
$(FORMATS_PAGE): FORCE | all
	@mkdir -p $(@D)
	@man/make-formats $(abspath $(BINARIES)) > $@.$$$$ && mv $@.$$$$ $@ # two makes at once each write their own

# --- installation: the tree under PREFIX has the shape of the one under $(O)

INSTALL   ?= install
SHARED    := $(shell find share -type f 2>/dev/null | sort)
BASH_COMPLETIONS ?= $(PREFIX)/share/bash-completion/completions
ZSH_COMPLETIONS  ?= $(PREFIX)/share/zsh/site-functions
FISH_COMPLETIONS ?= $(PREFIX)/share/fish/vendor_completions.d

install: all $(FORMATS_PAGE)
	$(INSTALL) -d '$(DESTDIR)$(BINDIR)' '$(DESTDIR)$(LIBDIR)' '$(DESTDIR)$(DATADIR)' '$(DESTDIR)$(DOCDIR)' \
		'$(DESTDIR)$(BASH_COMPLETIONS)' '$(DESTDIR)$(ZSH_COMPLETIONS)' '$(DESTDIR)$(FISH_COMPLETIONS)'
	$(INSTALL) -m 755 $(BINARIES) '$(DESTDIR)$(BINDIR)'
	$(if $(MODULES),$(INSTALL) -m 644 $(MODULES) '$(DESTDIR)$(LIBDIR)')
	set -e; for file in $(SHARED:share/%=%); do \
		mode=644; test ! -x "share/$$file" || mode=755; \
		$(INSTALL) -D -m $$mode "share/$$file" '$(DESTDIR)$(DATADIR)'/"$$file"; \
	done
	set -e; for page in $(wildcard man/*.[157]) $(FORMATS_PAGE); do \
		$(INSTALL) -D -m 644 $$page '$(DESTDIR)$(MANDIR)'/man$${page##*.}/$${page##*/}; \
	done
	$(if $(wildcard README.md),$(INSTALL) -m 644 README.md LICENSE '$(DESTDIR)$(DOCDIR)')
	set -e; for program in $(PROGRAMS); do \
		$(INSTALL) -m 644 completions/ecom.bash '$(DESTDIR)$(BASH_COMPLETIONS)'/$$program; \
		$(INSTALL) -m 644 completions/ecom.fish '$(DESTDIR)$(FISH_COMPLETIONS)'/$$program.fish; \
	done
	$(INSTALL) -m 644 completions/_ecom '$(DESTDIR)$(ZSH_COMPLETIONS)'/_ecom

uninstall:
	rm -f $(PROGRAMS:%='$(DESTDIR)$(BINDIR)/%') $(PROGRAMS:%='$(DESTDIR)$(BASH_COMPLETIONS)/%') \
		$(PROGRAMS:%='$(DESTDIR)$(FISH_COMPLETIONS)/%.fish') '$(DESTDIR)$(ZSH_COMPLETIONS)/_ecom'
	for page in $(notdir $(wildcard man/*.[157]) $(FORMATS_PAGE)); do rm -f '$(DESTDIR)$(MANDIR)'/man$${page##*.}/$$page; done
	rm -rf '$(DESTDIR)$(LIBDIR)' '$(DESTDIR)$(DATADIR)' '$(DESTDIR)$(DOCDIR)'

# What git knows, as it was committed.
dist:
	@mkdir -p $(O)
	git archive --prefix=ecom-$(VERSION)/ HEAD | gzip -9n > $(O)/ecom-$(VERSION).tar.gz
	@echo $(O)/ecom-$(VERSION).tar.gz
