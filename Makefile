# The two commands are `make demo` and `make test`; the rest is for people who work on Luoshi.
#
# There are two builds, in one scratch path and always with the same flags: debug for the tests,
# release for the demo, the benchmarks and the tests that run the program itself.

SWIFT ?= swift
PORT ?= 8080
RELEASE = .build/release/luoshi

.PHONY: demo test build debug lint score bench browser crash clean

## Build the program, make the demo district's ledger once, and serve its pages.
demo: build
	$(RELEASE) demo --ledger demo --port $(PORT)

## Build and run all tests.
test:
	scripts/setup test
	scripts/build debug
	$(SWIFT) test --skip-build $$(scripts/build traits)
	scripts/build release
	scripts/program-tests

build:
	scripts/setup build
	scripts/build release

debug:
	scripts/setup build
	scripts/build debug

## Formatting and style, as the tests check them.
lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Benchmarks Package.swift

## Score the reader: make score GOLD=DIR, where DIR holds *.txt and *.figures.jsonl.
score: build
	scripts/score "$(GOLD)"

## Measure the hot paths; the figures belong in docs/benchmarks.md.
bench:
	scripts/setup build
	scripts/bench

clean:
	rm -rf .build
