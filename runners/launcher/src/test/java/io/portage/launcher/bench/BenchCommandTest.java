package io.portage.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.Engine;
import io.portage.launcher.ExitCode;
import io.portage.launcher.Portage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong arguments are reported before a server starts. */
final class BenchCommandTest {
  @TempDir private Path folder;

  @Test
  void rejectsNumbersOutOfRange() {
    assertThat(refusal("--events=0")).contains("--events must be at least 1, but is 0");
    assertThat(refusal("--keys=-3")).contains("--keys must be at least 1, but is -3");
    assertThat(refusal("--parallelism=0")).contains("--parallelism must be at least 1");
    assertThat(refusal("--partitions=0")).contains("--partitions must be at least 1");
    assertThat(refusal("--rate=100/s", "--seconds=0")).contains("--seconds must be at least 1");
    assertThat(refusal("--events=many")).contains("--events", "many");
    assertThat(refusal("--events=2000000000")).contains("2,000,000,000 events are too many");
    assertThat(refusal("--rate=1000000000/s")).contains("70,000,000,000 events are too many");
    assertThat(refusal("--keys=2000000000")).contains("--keys: 2,000,000,000 are too many");
  }

  @Test
  void rejectsUnknownValues() {
    assertThat(refusal("--rate=fast")).contains("'fast' is not a rate (write 5000/s");
    assertThat(refusal("--rate=0/s")).contains("'0/s' is not a rate");
    assertThat(refusal("--skew=normal")).contains("--skew", "normal", "uniform", "zipf");
    assertThat(refusal("--evnts=5")).contains("evnts");
    assertThat(refusal("--runner=FlinkRunner"))
        .contains("this class path holds the DirectRunner, not FlinkRunner");
  }

  @Test
  void rejectsOptionsThatExcludeEachOther() {
    assertThat(refusal("--rate=100/s", "--events=5")).contains("--events is for a backlog");
    assertThat(refusal("--seconds=5")).contains("--seconds is the time to measure at a --rate");
  }

  @Test
  void rejectsAFileThatIsNotWritable() {
    assertThat(refusal("--json=" + folder)).contains("--json", "cannot be written");
    assertThat(refusal("--json=" + folder.resolve("no/such/figures.json")))
        .contains("cannot be written");
  }

  @Test
  void printsHelp() {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out, true);

    assertThat(Portage.execute(new Direct(), printer, printer, "bench", "--help")).isZero();
    assertThat(out.toString()).contains("portage bench", "--rate", "zipf", "performance.md");
  }

  @Test
  void passesSharedJvmOptionsToAChild() {
    assertThat(
            ChildProcess.inherited(
                List.of(
                    "-Xmx2g",
                    "-XX:ArchiveClassesAtExit=/x",
                    "-agentlib:jdwp=server=y,address=5005",
                    "-javaagent:/x.jar",
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "-Da=b")))
        .containsExactly("-Xmx2g", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-Da=b");
  }

  private static String refusal(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] all = new String[args.length + 1];
    all[0] = "bench";
    System.arraycopy(args, 0, all, 1, args.length);
    int code =
        Portage.execute(new Direct(), new PrintWriter(out, true), new PrintWriter(err, true), all);
    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).doesNotContain("Starting");
    return err.toString();
  }

  /** The engine of this module's tests, whose class path holds Beam's direct runner. */
  private static final class Direct implements Engine {
    @Override
    public String runner() {
      return "DirectRunner";
    }

    @Override
    public List<String> defaults(boolean bounded, List<String> given) {
      return List.of();
    }

    @Override
    public List<String> parallelism(int workers) {
      return List.of("--targetParallelism=" + workers);
    }
  }
}
