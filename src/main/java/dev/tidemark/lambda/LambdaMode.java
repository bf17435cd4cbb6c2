package dev.tidemark.lambda;

import dev.tidemark.Mode;
import dev.tidemark.TidemarkException;
import dev.tidemark.identity.Setting;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a cold start may do. */
final class LambdaMode {
    private LambdaMode() {}

    /** {@code TIDEMARK_MODE}; else safe where the function has a deployer's credential ({@code TIDEMARK_DEPLOYER_URL} or {@code …_USER}), else verify. */
    static Mode of(Map<String, String> environment) {
        @Nullable String given = environment.get(Setting.MODE.variable());
        if (given == null || given.isBlank()) {
            return hasDeployer(environment) ? Mode.SAFE : Mode.VERIFY;
        }
        return parse(given.trim());
    }

    static boolean hasDeployer(Map<String, String> environment) {
        return isSet(environment, Setting.DEPLOYER_URL) || isSet(environment, Setting.DEPLOYER_USER);
    }

    private static boolean isSet(Map<String, String> environment, Setting setting) {
        @Nullable String value = environment.get(setting.variable());
        return value != null && !value.isBlank();
    }

    private static Mode parse(String text) {
        for (Mode mode : Mode.values()) {
            if (mode.name().equalsIgnoreCase(text)) {
                return mode;
            }
        }
        throw TidemarkException.of(
                "TDM-603", "TIDEMARK_MODE is \"" + text + "\"; it is one of verify, safe, auto, off");
    }
}
