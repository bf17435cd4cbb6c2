package dev.tidemark.lambda;

import dev.tidemark.Mode;
import dev.tidemark.connect.Databases;
import dev.tidemark.identity.Setting;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a cold start may do. */
final class LambdaMode {
    private LambdaMode() {}

    /** {@code TIDEMARK_MODE}; else safe where the function has a deployer's credential, else verify. */
    static Mode of(Map<String, String> environment) {
        @Nullable String given = Setting.MODE.text(environment);
        if (given == null) {
            return Databases.hasDeployer(environment) ? Mode.SAFE : Mode.VERIFY;
        }
        return Mode.valueOf(given.toUpperCase(Locale.ROOT));
    }
}
