# The short way in: every command of daily work in one word. Underneath is plain meson; packagers need only that.
# `make` alone prints what there is.

RELEASE = build/release
TEST    = build/test
FUZZ    = build/fuzz
PREFIX ?= /usr/local

# Real photos for `make accuracy`: a folder laid out as docs/accuracy.md says.
DATA ?= $(wildcard ../shared/datasets/plates)

.PHONY: help run build test bench accuracy fuzz install format translations samples clean

help:
	@echo "Konnetec Vision"
	@echo
	@echo "  make run           install what is missing, build, open the window on data/samples"
	@echo "                     (without a display: read data/samples on the command line)"
	@echo "  make test          install what the tests need, build, run all tests"
	@echo "  make build         build only, into $(RELEASE)"
	@echo "  make bench         measure the time and memory budgets and print the table"
	@echo "  make accuracy      measure what is found and read on real photos   [DATA=DIR] [JSON=1] [THREADS=1]"
	@echo "  make fuzz          feed the readers of outside bytes with noise     [SECONDS=60]"
	@echo "  make install       install, under /usr/local by default            [PREFIX=DIR] [DESTDIR=DIR]"
	@echo "  make format        lay out the C code with clang-format"
	@echo "  make translations  bring po/ up to date with the code"
	@echo "  make samples       render data/samples anew"
	@echo "  make clean         remove everything that was built"

run: build
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  exec $(RELEASE)/src/app/konnetec-vision data/samples; \
	else \
	  exec $(RELEASE)/src/cli/konnetec detect --text data/samples; \
	fi

build:
	@test -f $(RELEASE)/build.ninja || echo "Building; this takes about 2 minutes the first time."
	@tools/install-packages build
	@test -f $(RELEASE)/build.ninja || meson setup $(RELEASE) --buildtype=release --prefix=$(PREFIX)
	@ninja -C $(RELEASE) programs

test:
	@tools/install-packages build test
	@test -f $(TEST)/build.ninja || meson setup $(TEST) --buildtype=debugoptimized
	@ninja -C $(TEST) programs
	@meson test -C $(TEST) --print-errorlogs

bench: build
	@tools/install-packages test
	@ninja -C $(RELEASE) bench
	@tests/bench/bench --build $(RELEASE)

accuracy: build
	@test -n "$(DATA)" || { \
	  echo "No photos to measure on. Give a folder: make accuracy DATA=DIR (its layout: docs/accuracy.md)."; exit 1; }
	@/usr/bin/python3 tests/accuracy/accuracy.py --program $(RELEASE)/src/cli/konnetec --data "$(DATA)" $(if $(JSON),--json) $(if $(THREADS),--threads $(THREADS))

SECONDS ?= 60
fuzz:
	@tools/install-packages build test
	@tools/fuzz $(FUZZ) $(SECONDS)

install: build
	@meson configure $(RELEASE) -Dprefix=$(PREFIX)
	@ninja -C $(RELEASE) programs
	@meson install -C $(RELEASE) --no-rebuild

format:
	@git ls-files 'src/*.c' 'src/*.cpp' 'src/*.h' 'tests/*.c' 'tests/*.h' | xargs clang-format -i

translations: build
	@ninja -C $(RELEASE) konnetec-vision-pot konnetec-vision-update-po

samples:
	@tools/install-packages test
	@/usr/bin/python3 tools/render-samples data/samples

clean:
	@rm -rf build
