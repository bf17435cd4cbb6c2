package dev.tidemark.connect;

import dev.tidemark.TidemarkException;
import dev.tidemark.identity.Setting;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a login shows for itself: exactly one thing.
 *
 * @param kind which
 * @param text the password, or the secret's or the parameter's name or ARN; empty where there is none, and for IAM
 * @param variable the environment variable that says so; empty for {@link Kind#NONE}
 */
record Credential(Kind kind, String text, String variable) {
    private static final Credential NONE = new Credential(Kind.NONE, "", "");

    enum Kind {
        NONE,
        PLAIN,
        SECRET,
        PARAMETER,
        IAM
    }

    /**
     * The one that the environment names for this role.
     *
     * @param url whose password counts where no other is set; null where the address is not this role's
     * @throws TidemarkException TDM-605 where there are two
     */
    static Credential of(Role role, Map<String, String> environment, @Nullable Address url) {
        Credential found = NONE;
        @Nullable String password = role.password().text(environment);
        if (password != null) {
            found = new Credential(Kind.PLAIN, password, role.password().variable());
        } else if (url != null && url.password() != null) {
            found = new Credential(Kind.PLAIN, url.password(), url.variable());
        }
        found = found.or(Kind.SECRET, role.secret(), environment);
        found = found.or(Kind.PARAMETER, role.parameter(), environment);
        if (role.iam().flag(environment)) {
            found = found.or(new Credential(Kind.IAM, "", role.iam().variable()));
        }
        return found;
    }

    private Credential or(Kind other, Setting setting, Map<String, String> environment) {
        @Nullable String given = setting.text(environment);
        if (given == null) {
            return this;
        }
        if (!isName(given)) {
            throw TidemarkException.of(
                    "TDM-603",
                    setting.variable() + " is neither a name nor an ARN: is it the secret itself?",
                    setting.variable() + "=prod/db",
                    "where it is: change that password, since whoever may read the function's configuration has read"
                            + " it");
        }
        return or(new Credential(other, given, setting.variable()));
    }

    /** What names of secrets and parameters are made of; whatever else stands there is not repeated. */
    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && "/_+=.@-!:".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private Credential or(Credential other) {
        if (kind == Kind.NONE) {
            return other;
        }
        throw TidemarkException.of(
                "TDM-605",
                "which credential? " + variable + " and " + other.variable + " are both set for one login",
                "unset " + variable + ", or take the password out of it where it is an address",
                "or unset " + other.variable);
    }

    /** Whether it is at hand, or none is needed: nothing has to be read or signed. */
    boolean isHere() {
        return kind == Kind.PLAIN || kind == Kind.NONE;
    }

    /** What it is, for errors; never the password. */
    String told() {
        return switch (kind) {
            case NONE -> "no password";
            case PLAIN -> "the password in " + variable;
            case SECRET -> "the secret \"" + text + "\" (" + variable + ")";
            case PARAMETER -> "the parameter \"" + text + "\" (" + variable + ")";
            case IAM -> "an IAM token (" + variable + ")";
        };
    }

    @Override
    public String toString() {
        return told();
    }
}
