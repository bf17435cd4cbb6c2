# sam build calls these (Metadata: BuildMethod: makefile in template.yaml); each function gets what it needs (docs/performance.md, "The packages").
#   TIDEMARK_FUNCTIONS=/path/to/target/function   takes artefacts that ./mvnw package has laid out already, instead of building them again
#   AOT=1                                         puts an AOT cache beside the classes (src/build/aot-cache.sh, docs/lambda.md)
.PHONY: build-OrdersFunction build-TidemarkFunction build-PlanFunction functions
FUNCTIONS = $(or $(TIDEMARK_FUNCTIONS),target/function)

build-OrdersFunction: functions
	cp -R "$(FUNCTIONS)/orders/." "$(ARTIFACTS_DIR)/"
ifdef AOT
	src/build/aot-cache.sh --artefact "$(ARTIFACTS_DIR)" com.example.orders.OrdersFunction::handleRequest
endif

build-TidemarkFunction build-PlanFunction: functions
	cp -R "$(FUNCTIONS)/tidemark/." "$(ARTIFACTS_DIR)/"

functions:
ifndef TIDEMARK_FUNCTIONS
	./mvnw -B -q package -DskipTests
endif
