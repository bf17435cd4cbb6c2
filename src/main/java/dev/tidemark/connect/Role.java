package dev.tidemark.connect;

import dev.tidemark.identity.Setting;

/** Who logs in, and the settings that say how. */
enum Role {
    RUNTIME(Setting.USER, Setting.PASSWORD, Setting.SECRET, Setting.IAM_AUTH, Setting.PASSWORD_PARAMETER),
    DEPLOYER(
            Setting.DEPLOYER_USER,
            Setting.DEPLOYER_PASSWORD,
            Setting.DEPLOYER_SECRET,
            Setting.DEPLOYER_IAM_AUTH,
            Setting.DEPLOYER_PASSWORD_PARAMETER),
    PLANNER(
            Setting.PLAN_USER,
            Setting.PLAN_PASSWORD,
            Setting.PLAN_SECRET,
            Setting.PLAN_IAM_AUTH,
            Setting.PLAN_PASSWORD_PARAMETER);

    private final Setting user;
    private final Setting password;
    private final Setting secret;
    private final Setting iam;
    private final Setting parameter;

    Role(Setting user, Setting password, Setting secret, Setting iam, Setting parameter) {
        this.user = user;
        this.password = password;
        this.secret = secret;
        this.iam = iam;
        this.parameter = parameter;
    }

    Setting user() {
        return user;
    }

    Setting password() {
        return password;
    }

    Setting secret() {
        return secret;
    }

    Setting iam() {
        return iam;
    }

    Setting parameter() {
        return parameter;
    }
}
