# Commands of the project; each calls one script. See README.md or README.fr.md.
.PHONY: setup run test bench soak

setup:
	@bash deploy/setup/setup.sh --tests

run:
	@bash deploy/setup/run.sh

test:
	@bash deploy/setup/test.sh

bench:
	@bash deploy/setup/bench.sh

soak:
	@bash deploy/setup/soak.sh
