# sam build calls these (Metadata: BuildMethod: makefile in template.yaml). Both functions run the same code.
.PHONY: build-OrdersFunction build-TidemarkFunction

build-OrdersFunction build-TidemarkFunction:
	./mvnw -B -q -Pfunction package -DskipTests
	cp -R target/function/. "$(ARTIFACTS_DIR)/"
