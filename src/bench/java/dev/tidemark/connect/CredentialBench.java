package dev.tidemark.connect;

import dev.tidemark.testkit.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What a credential costs a cold JVM, in CPU time of the process: fresh processes in turn against one local HTTP server. Prints medians and what each adds
 * to a JVM that does nothing. Argument: the number of rounds, 11 by default.
 */
final class CredentialBench {
    static final List<String> REGIONS = List.of(
            ("af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1"
                            + " ap-southeast-2 ap-southeast-3 ap-southeast-4 ca-central-1 eu-central-1 eu-central-2"
                            + " eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 me-central-1 me-south-1"
                            + " sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2")
                    .split(" ", -1));

    /** A tick of /proc/PID/stat, as everywhere on Linux ({@code getconf CLK_TCK}). */
    private static final int MILLIS_PER_TICK = 10;

    private static final int UTIME = 11;
    private static final int STIME = 12;

    private CredentialBench() {}

    private record Case(String label, String what, boolean extension) {}

    private static final List<Case> CASES = List.of(
            new Case("nothing", "nothing", false),
            new Case("secret by the extension (HttpURLConnection)", "secret", true),
            new Case("parameter by the extension", "parameter", true),
            new Case("IAM token, signed here", "token", false),
            new Case("IAM token by the SDK's RdsUtilities", "token-sdk", false),
            new Case("secret by the SDK (url-connection-client)", "secret", false),
            new Case("parameter by the SDK", "parameter", false),
            new Case("TLS trust: authorities of RDS, one region", "trust-region", false),
            new Case("TLS trust: authorities of RDS, all regions", "trust-all", false),
            new Case("TLS trust: the JDK's own", "trust-jdk", false));

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 11;
        try (FakeAws aws = new FakeAws()) {
            aws.values.put("bench", "value");
            Map<Case, List<Double>> cpu = new LinkedHashMap<>();
            Map<Case, List<Double>> wall = new LinkedHashMap<>();
            for (int i = 0; i <= rounds; i++) {
                for (Case one : CASES) {
                    double[] measured = measure(one, aws);
                    if (i > 0) {
                        cpu.computeIfAbsent(one, c -> new ArrayList<>()).add(measured[0]);
                        wall.computeIfAbsent(one, c -> new ArrayList<>()).add(measured[1]);
                    }
                }
            }
            print(cpu, wall, rounds);
        }
        System.exit(0);
    }

    private static double[] measure(Case one, FakeAws aws) throws IOException, InterruptedException {
        ChildJvm.Launch launch = ChildJvm.of(CredentialJvm.class, one.what());
        (one.extension() ? aws.withExtension() : aws.withoutExtension()).forEach(launch::env);
        try (ChildJvm jvm = launch.start()) {
            String done = jvm.awaitLine("done ", Duration.ofSeconds(60));
            String stat = Files.readString(Path.of("/proc/" + jvm.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            double ticks = Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]);
            return new double[] {ticks * MILLIS_PER_TICK, Long.parseLong(done.substring("done ".length())) / 1e6};
        }
    }

    private static void print(Map<Case, List<Double>> cpu, Map<Case, List<Double>> wall, int rounds) {
        double nothing = mean(of(cpu, CASES.get(0)));
        System.out.printf(
                Locale.ROOT,
                "| one cold JVM gets (%d rounds) | CPU ms more than nothing | ms until there, median |%n",
                rounds);
        System.out.println("|---|---|---|");
        for (Case one : CASES) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f |%n",
                    one.label(),
                    mean(of(cpu, one)) - nothing,
                    median(of(wall, one)));
        }
    }

    private static List<Double> of(Map<Case, List<Double>> measured, Case one) {
        return Objects.requireNonNull(measured.get(one));
    }

    private static double mean(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int cut = sorted.size() / 4;
        return sorted.subList(cut, sorted.size() - cut).stream()
                .mapToDouble(d -> d)
                .average()
                .orElseThrow();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
