package dev.tidemark.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidemark.Hazard;
import dev.tidemark.SyncOptions;
import dev.tidemark.TidemarkException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values are understood or refused, never repaired. */
class SettingTest {
    @Test
    void durationsHaveUnitsOrAreMilliseconds() {
        assertEquals(Duration.ofMillis(1500), Setting.WAIT_TIMEOUT.duration(env("TIDEMARK_WAIT_TIMEOUT", "1500")));
        assertEquals(Duration.ofMillis(500), Setting.WAIT_TIMEOUT.duration(env("TIDEMARK_WAIT_TIMEOUT", " 500ms ")));
        assertEquals(Duration.ofSeconds(30), Setting.WAIT_TIMEOUT.duration(env("TIDEMARK_WAIT_TIMEOUT", "30s")));
        assertEquals(Duration.ofMinutes(2), Setting.WAIT_TIMEOUT.duration(env("TIDEMARK_WAIT_TIMEOUT", "2 m")));
        assertEquals(Duration.ofHours(1), Setting.WAIT_TIMEOUT.duration(env("TIDEMARK_WAIT_TIMEOUT", "1h")));
        assertEquals(Duration.ZERO, Setting.WAIT_TIMEOUT.duration(env("TIDEMARK_WAIT_TIMEOUT", "0")));
    }

    @Test
    void whatIsNoDurationOrBelowTheFloorIsRefused() {
        for (String bad : List.of("soon", "-1", "1.5s", "10 d", "s", "99999999999999999999", "3000000000")) {
            refused(
                    () -> Setting.WAIT_TIMEOUT.duration(env("TIDEMARK_WAIT_TIMEOUT", bad)),
                    "\"" + bad + "\"",
                    "500ms, 30s, 2m");
        }
        refused(
                () -> Setting.LEASE_TTL.duration(env("TIDEMARK_LEASE_TTL", "999ms")),
                "below the floor of 1s",
                "TIDEMARK_LEASE_TTL=30s");
        refused(
                () -> Setting.POLL_INTERVAL.duration(env("TIDEMARK_POLL_INTERVAL", "9")),
                "below the floor of 10ms",
                "");
    }

    @Test
    void numbersAreWholeAndNotBelowTheFloor() {
        assertEquals(5, Setting.LOCK_ATTEMPTS.number(Map.of()));
        assertEquals(20261123, Setting.GENERATION.number(env("TIDEMARK_GENERATION", "20261123")));
        assertNull(Setting.GENERATION.number(Map.of()));
        for (String bad : List.of("v12", "-3", "1e3", "12345678901234567890")) {
            refused(
                    () -> Setting.GENERATION.number(env("TIDEMARK_GENERATION", bad)),
                    "\"" + bad + "\" is no whole number",
                    "");
        }
        refused(() -> Setting.LOCK_ATTEMPTS.number(env("TIDEMARK_LOCK_ATTEMPTS", "0")), "below the floor of 1", "");
    }

    @Test
    void choicesAreOneOfTheirValuesInAnyCase() {
        assertEquals("safe", Setting.MODE.text(env("TIDEMARK_MODE", "SAFE")));
        assertNull(Setting.MODE.text(Map.of()));
        assertEquals("fail", Setting.ON_FAILURE.text(Map.of()));
        assertTrue(Setting.ALLOW_BREAKING.flag(env("TIDEMARK_ALLOW_BREAKING", "True")));
        assertFalse(Setting.ALLOW_BREAKING.flag(Map.of()));
        refused(
                () -> Setting.MODE.text(env("TIDEMARK_MODE", "saf")),
                "is none of verify, safe, auto, off",
                "verify | safe");
        refused(() -> Setting.MODE.text(env("TIDEMARK_MODE", "safe|auto")), "is none of", "");
        refused(() -> Setting.ALLOW_BREAKING.flag(env("TIDEMARK_ALLOW_BREAKING", "yes")), "is none of true, false", "");
    }

    @Test
    void listsAreSplitAtCommas() {
        assertEquals(List.of(), Setting.RUNTIME_ROLES.list(Map.of()));
        assertEquals(
                List.of("app", "Report er"),
                Setting.RUNTIME_ROLES.list(env("TIDEMARK_RUNTIME_ROLES", " app ,, Report er,")));
        assertEquals(
                List.of("data_loss", "index_build"),
                Setting.ALLOW.list(env("TIDEMARK_ALLOW", "DATA_LOSS, index_build")));
        refused(
                () -> Setting.ALLOW.list(env("TIDEMARK_ALLOW", "DATA_LOSS,MAGIC")),
                "\"MAGIC\" is none of data_loss",
                "");
    }

    @Test
    void theHazardsOfTheListAreTheHazardsThereAre() {
        String all =
                String.join(",", Arrays.stream(Hazard.values()).map(Enum::name).toList());
        assertEquals(all.toLowerCase(Locale.ROOT), String.join(",", Setting.ALLOW.list(env("TIDEMARK_ALLOW", all))));
        assertEquals("list of `" + all.toLowerCase(Locale.ROOT).replace(",", "`, `") + "`", Setting.ALLOW.valuesText());
    }

    @Test
    void blankIsUnset() {
        assertEquals("tidemark", Setting.CONTROL_SCHEMA.text(env("TIDEMARK_CONTROL_SCHEMA", "  ")));
        assertNull(Setting.BUDGET.duration(env("TIDEMARK_BUDGET", "")));
    }

    @Test
    void theDefaultsAreThoseOfTheOptions() {
        SyncOptions options = SyncOptions.defaults();
        assertEquals(options.waitTimeout(), Setting.WAIT_TIMEOUT.duration(Map.of()));
        assertEquals(options.pollInterval(), Setting.POLL_INTERVAL.duration(Map.of()));
        assertEquals(options.leaseTtl(), Setting.LEASE_TTL.duration(Map.of()));
        assertEquals(options.lockTimeout(), Setting.LOCK_TIMEOUT.duration(Map.of()));
        assertEquals((long) options.lockAttempts(), Setting.LOCK_ATTEMPTS.number(Map.of()));
        assertEquals(options.controlSchema(), Setting.CONTROL_SCHEMA.text(Map.of()));
        assertEquals(options.adopt().name().toLowerCase(Locale.ROOT), Setting.ADOPT.text(Map.of()));
        assertEquals(options.breakingAllowed(), Setting.ALLOW_BREAKING.flag(Map.of()));
    }

    @Test
    void everyDefaultIsAValueOfItsOwnSetting() {
        for (Setting setting : Setting.values()) {
            String fallback = setting.text(Map.of());
            if (fallback != null) {
                assertEquals(fallback, setting.text(env(setting.variable(), fallback)));
            }
        }
    }

    private static void refused(Runnable read, String what, String wayOut) {
        TidemarkException e = assertThrows(TidemarkException.class, read::run);
        assertEquals("TDM-603", e.code());
        assertTrue(e.toString().contains(what), e.toString());
        assertTrue(e.problems().get(0).wayOutTexts().get(0).contains(wayOut), e.toString());
    }

    private static Map<String, String> env(String name, String value) {
        return Map.of(name, value);
    }
}
