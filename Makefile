# The ecom toolkit: one non-recursive GNU make file.
#
#   make deps demo          install missing packages, build, play the sample shop's day
#   make deps check         install missing packages, build, run every test
#   make bench              ratios against floors and peers, in one run
#   make install            PREFIX= DESTDIR=
#   make SANITIZE=address,undefined O=build-asan check
#   make DEVELOPER=1 CC=clang O=build-clang
#
# Every probe is a variable that a packager can override.

MAKEFLAGS += --no-builtin-rules
.DELETE_ON_ERROR:
.SUFFIXES:

VERSION  := 0.1.0
O        ?= build
PREFIX   ?= /usr/local
DESTDIR  ?=
BINDIR   ?= $(PREFIX)/bin
LIBDIR   ?= $(PREFIX)/lib/ecom
DATADIR  ?= $(PREFIX)/share/ecom
MANDIR   ?= $(PREFIX)/share/man
DOCDIR   ?= $(PREFIX)/share/doc/ecom

ifeq ($(origin CC),default)
CC := gcc
endif
AR            ?= ar
PKG_CONFIG    ?= pkg-config
SQLITE_CFLAGS ?= $(shell $(PKG_CONFIG) --cflags sqlite3 2>/dev/null)
SQLITE_LIBS   ?= $(shell $(PKG_CONFIG) --libs sqlite3 2>/dev/null || echo -lsqlite3)
JANSSON_LIBS  ?= $(shell $(PKG_CONFIG) --libs jansson 2>/dev/null || echo -ljansson)
LIBCSV_LIBS   ?= -lcsv
LIBPQ_CFLAGS  ?= $(shell $(PKG_CONFIG) --cflags libpq 2>/dev/null || echo -I/usr/include/postgresql)
XGBOOST_LIBS  ?= -lxgboost
LIBSVM_LIBS   ?= -lsvm
CURL_LIBS     ?= $(shell $(PKG_CONFIG) --libs libcurl 2>/dev/null || echo -lcurl)
CRYPTO_LIBS   ?= $(shell $(PKG_CONFIG) --libs libcrypto 2>/dev/null || echo -lcrypto)
EXPAT_LIBS    ?= $(shell $(PKG_CONFIG) --libs expat 2>/dev/null || echo -lexpat)
PCRE2_LIBS    ?= $(shell $(PKG_CONFIG) --libs libpcre2-8 2>/dev/null || echo -lpcre2-8)
LIBPQ_LIBS    ?= $(shell $(PKG_CONFIG) --libs libpq 2>/dev/null || echo -lpq)

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -Wno-missing-field-initializers
CFLAGS   ?= -O2 -g
ifdef DEVELOPER
WARNINGS += -Werror
endif
ifdef SANITIZE
SANITIZE_FLAGS := -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
endif
# No contraction into fused operations: the same numbers whatever the processor can.
ALL_CFLAGS  := -std=c11 -D_GNU_SOURCE -pthread -ffp-contract=off -fvisibility=hidden $(WARNINGS) $(CFLAGS) $(SANITIZE_FLAGS) $(SQLITE_CFLAGS)
# A module finds base in the program that opens it: what module.syms lists must not be hidden.
BASE_CFLAGS   := -fvisibility=default
MODULE_CFLAGS := -fPIC $(LIBPQ_CFLAGS)
ALL_LDFLAGS := $(LDFLAGS) $(SANITIZE_FLAGS) -Wl,--as-needed -Wl,-z,now
LIBS        := $(SQLITE_LIBS) $(JANSSON_LIBS) $(LIBCSV_LIBS) $(EXPAT_LIBS) $(PCRE2_LIBS) -lm

# A folder is a module; its sources are found, not listed. What few runs need, with the libraries of others that it stands on, is
# opened at run time: the PostgreSQL driver, learners, transfers, digests.
POSTGRES_SOURCES := $(sort $(wildcard lib/store/postgres*.c))
CURL_SOURCES     := $(sort $(wildcard lib/http/curl*.c))
MODULE_SOURCES := $(POSTGRES_SOURCES) $(CURL_SOURCES) lib/learn/xgboost.c lib/learn/libsvm.c lib/http/crypto.c
LIB_SOURCES    := $(filter-out $(MODULE_SOURCES),$(sort $(wildcard lib/*/*.c)))
COMMON_SOURCES := $(sort $(wildcard cmd/common/*.c))
PROGRAMS       := $(patsubst cmd/%/main.c,%,$(sort $(wildcard cmd/ecom-*/main.c)))
MIGRATIONS     := $(sort $(wildcard lib/store/schema/*.sql))
UNIT_SOURCES   := $(sort $(wildcard tests/unit/*/*_test.c))
UNIT_TESTS     := $(UNIT_SOURCES:tests/unit/%.c=$(O)/tests/unit/%)

object = $(1:%.c=$(O)/obj/%.o)
LIB_OBJECTS    := $(call object,$(LIB_SOURCES)) $(O)/obj/schema.o
COMMON_OBJECTS := $(call object,$(COMMON_SOURCES))
BINARIES       := $(PROGRAMS:%=$(O)/bin/%)
MODULES        := $(addprefix $(O)/lib/ecom/,postgres.so xgboost.so libsvm.so http.so sign.so)
SHARE          := $(O)/share/ecom

.PHONY: all deps demo check bench install uninstall clean dist format lint
all: $(BINARIES) $(MODULES) $(SHARE)

# Objects follow the flags, and archives follow the list of their objects: a deleted source relinks.
$(O)/flags: FORCE
	@mkdir -p $(O)
	@echo '$(CC) $(ALL_CFLAGS) $(BASE_CFLAGS) $(MODULE_CFLAGS) $(ALL_LDFLAGS) $(LIBS) $(VERSION)' | cmp -s - $@ || echo '$(CC) $(ALL_CFLAGS) $(BASE_CFLAGS) $(MODULE_CFLAGS) $(ALL_LDFLAGS) $(LIBS) $(VERSION)' > $@
$(O)/objects: FORCE
	@mkdir -p $(O)
	@echo '$(LIB_OBJECTS) $(COMMON_OBJECTS)' | cmp -s - $@ || echo '$(LIB_OBJECTS) $(COMMON_OBJECTS)' > $@
FORCE:

# A program sees the public headers and its own frame only; the library sees its own folders too.
$(call object,$(MODULE_SOURCES)): EXTRA_CFLAGS = $(MODULE_CFLAGS)
$(O)/obj/lib/base/%.o: EXTRA_CFLAGS = $(BASE_CFLAGS)
$(O)/obj/lib/%.o: lib/%.c $(O)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(EXTRA_CFLAGS) -Iinclude -MMD -MP -c -o $@ $<
$(O)/obj/cmd/%.o: cmd/%.c $(O)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -DECOM_VERSION='"$(VERSION)"' -Iinclude -Icmd/common -MMD -MP -c -o $@ $<

# The migrations travel inside the program, as text.
$(O)/schema.c: $(MIGRATIONS) lib/store/schema/embed.awk
	@mkdir -p $(@D)
	awk -f lib/store/schema/embed.awk $(MIGRATIONS) > $@
$(O)/obj/schema.o: $(O)/schema.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Wno-overlength-strings -Iinclude -Ilib/store -MMD -MP -c -o $@ $<

$(O)/libecom.a: $(LIB_OBJECTS) $(O)/objects
	rm -f $@ && $(AR) rcs $@ $(LIB_OBJECTS)
$(O)/libecomcmd.a: $(COMMON_OBJECTS) $(O)/objects
	rm -f $@ && $(AR) rcs $@ $(COMMON_OBJECTS)

$(O)/lib/ecom/postgres.so: $(call object,$(POSTGRES_SOURCES))
$(O)/lib/ecom/postgres.so: MODULE_LIBS = $(LIBPQ_LIBS)
$(O)/lib/ecom/xgboost.so: $(call object,lib/learn/xgboost.c)
$(O)/lib/ecom/xgboost.so: MODULE_LIBS = $(XGBOOST_LIBS)
$(O)/lib/ecom/libsvm.so: $(call object,lib/learn/libsvm.c)
$(O)/lib/ecom/libsvm.so: MODULE_LIBS = $(LIBSVM_LIBS)
$(O)/lib/ecom/http.so: $(call object,$(CURL_SOURCES))
$(O)/lib/ecom/http.so: MODULE_LIBS = $(CURL_LIBS)
$(O)/lib/ecom/sign.so: $(call object,lib/http/crypto.c)
$(O)/lib/ecom/sign.so: MODULE_LIBS = $(CRYPTO_LIBS)
$(MODULES):
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -shared -o $@ $^ $(MODULE_LIBS)

define program
$(O)/bin/$(1): $(call object,$(sort $(wildcard cmd/$(1)/*.c))) $(O)/libecomcmd.a $(O)/libecom.a lib/base/module.syms
	@mkdir -p $$(@D)
	$$(CC) $$(ALL_LDFLAGS) -Wl,--dynamic-list=lib/base/module.syms -o $$@ $$(filter %.o,$$^) $(O)/libecomcmd.a $(O)/libecom.a $$(LIBS)
endef
$(foreach p,$(PROGRAMS),$(eval $(call program,$(p))))

# The tree under $(O) has the shape of an installed one: bin, lib/ecom, share/ecom.
$(SHARE): FORCE
	@mkdir -p $(O)/share && ln -sfn $(CURDIR)/share $@

$(O)/tests/unit/%: tests/unit/%.c $(O)/libecomcmd.a $(O)/libecom.a $(O)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Iinclude -Ilib -Icmd/common -Itests/lib -MMD -MP -o $@ $< $(ALL_LDFLAGS) -Wl,--dynamic-list=lib/base/module.syms $(O)/libecomcmd.a $(O)/libecom.a $(LIBS)

-include $(shell find $(O) -name '*.d' 2>/dev/null)

include tests/tests.mk

clean:
	rm -rf $(O)
