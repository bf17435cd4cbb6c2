package dev.tidemark.cli;

import dev.tidemark.DriftReport;
import dev.tidemark.report.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What has drifted, for a reader. What the code has to do with it is said besides: it is another question. */
final class DriftPrinter {
    private final Style style;
    private final UnaryOperator<String> again;

    /** @param again what to type for another command, with the options that this one had */
    DriftPrinter(Style style, UnaryOperator<String> again) {
        this.style = style;
        this.again = again;
    }

    String print(DriftReport drift) {
        List<String> lines = new ArrayList<>();
        lines.add(headline(drift));
        drift.objects().forEach(object -> lines.add(line(object)));
        if (drift.unfinished() != null) {
            lines.add("  a run of version " + Figures.shortHash(drift.unfinished())
                    + " began after the record and did not end; its work is not counted");
        }
        if (drift.leaseHolder() != null) {
            lines.add("  lease held by " + drift.leaseHolder() + ": a sync is running");
        }
        if (drift.withheld() + drift.deferred() > 0) {
            lines.add("  no drift: " + drift.withheld() + " withheld, " + drift.deferred() + " deferred");
        }
        if (drift.codeDiffers() && drift.recordedHash() != null) {
            lines.add("  no drift: this code's version " + Figures.shortHash(drift.hash()) + " is "
                    + (drift.code() == DriftReport.Code.NEWER ? "newer" : "older")
                    + " than the recorded one.   Look: " + typed("plan"));
        }
        if (!drift.objects().isEmpty()) {
            lines.add("Back: " + typed("drift --sql") + "   or declare what was changed");
        }
        return style.show(lines.stream().map(l -> style.wrap(l, 4)).collect(Collectors.joining("\n"))) + "\n";
    }

    private String headline(DriftReport drift) {
        String recorded = drift.recordedHash() == null
                ? ""
                : "version " + Figures.shortHash(drift.recordedHash())
                        + (drift.recordedAt() == null ? "" : ", recorded " + Figures.minute(drift.recordedAt()))
                        + (drift.recordedBy() == null ? "" : " by " + drift.recordedBy());
        return switch (drift.status()) {
            case NEVER_SYNCED -> drift.app() + " was never synced: nothing is recorded that could have drifted";
            case IN_STEP ->
                (drift.unfinished() == null ? style.good("✓") : style.warn("~")) + " " + drift.app()
                        + (drift.unfinished() == null
                                ? " is as it was recorded: "
                                : " has not drifted, but is between two versions; recorded is ")
                        + recorded;
            case DRIFTED ->
                style.warn("~") + " " + drift.app() + " has drifted: "
                        + Figures.count(drift.objects().size(), "object") + " changed by something else than Tidemark"
                        + " since " + recorded;
        };
    }

    private String line(DriftReport.Drifted object) {
        String sign = switch (object.what()) {
            case APPEARED -> style.good("+");
            case CHANGED -> style.warn("~");
            case VANISHED -> style.bad("-");
        };
        return "  " + sign + " " + object.object() + (object.words().isEmpty() ? "" : "   " + object.words());
    }

    private String typed(String command) {
        return Style.typed(again.apply(command));
    }
}
