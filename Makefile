# sam build calls these (Metadata: BuildMethod: makefile in template.yaml); each function gets what it needs (docs/performance.md, "The packages").
#   TIDEMARK_FUNCTIONS=/path/to/target/function   takes artefacts that ./mvnw package has laid out already, instead of building them again
.PHONY: build-OrdersFunction build-TidemarkFunction functions
FUNCTIONS = $(or $(TIDEMARK_FUNCTIONS),target/function)

build-OrdersFunction: functions
	cp -R "$(FUNCTIONS)/orders/." "$(ARTIFACTS_DIR)/"

build-TidemarkFunction: functions
	cp -R "$(FUNCTIONS)/tidemark/." "$(ARTIFACTS_DIR)/"

functions:
ifndef TIDEMARK_FUNCTIONS
	./mvnw -B -q package -DskipTests
endif
