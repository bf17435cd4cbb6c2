package dev.tidemark.lambda;

import dev.tidemark.Mode;
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
            return hasDeployer(environment) ? Mode.SAFE : Mode.VERIFY;
        }
        return Mode.valueOf(given.toUpperCase(Locale.ROOT));
    }

    /** {@code TIDEMARK_DEPLOYER_USER}, or a user in {@code TIDEMARK_DEPLOYER_URL}. */
    static boolean hasDeployer(Map<String, String> environment) {
        return Setting.DEPLOYER_URL.text(environment) != null || Setting.DEPLOYER_USER.text(environment) != null;
    }
}
