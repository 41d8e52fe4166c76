package io.portage.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.kafka.KafkaUnavailableException;
import io.portage.launcher.run.FollowingRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.PipelineResult.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of exit codes and messages that need no servers. */
final class PortageTest {
  private static final Engine NONE =
      new Engine() {
        @Override
        public String runner() {
          return "DirectRunner";
        }

        @Override
        public List<String> defaults(boolean bounded, List<String> given) {
          return List.of();
        }
      };

  @TempDir private Path folder;

  /** The output of a command. */
  private record CommandResult(int code, String out, String err) {}

  @Test
  void helpsOnEveryLevel() {
    for (String command :
        List.of("demo", "bench", "run", "check", "publish", "time", "status", "why", "console")) {
      assertThat(portage(command, "--help").code()).isZero();
      assertThat(portage(command, "--help").out()).contains("portage " + command);
    }
    assertThat(portage("--help").out())
        .contains("demo", "bench", "run", "check", "publish", "time", "deadletters", "Exit codes:");
    assertThat(portage().code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void rejectsUnknownCommands() {
    assertThat(portage("fly").code()).isEqualTo(ExitCode.USAGE);
    assertThat(portage("run").code()).isEqualTo(ExitCode.USAGE);
    assertThat(portage("run", "--config=x", "--until=noon").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void printsTimesReadably() {
    CommandResult result = portage("time", "1726531200000", "0");

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("1726531200000 ms -> 2024-09-17T00:00:00Z", "0 ms -> 1970-01-01T00:00:00Z");
  }

  @Test
  void namesFileLineAndKeyOfAWrongConfiguration() throws Exception {
    Path file = Files.writeString(folder.resolve("job.yaml"), "name: x\nsuorce: {}\n");

    CommandResult result = portage("check", "--config=" + file);

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains(file + ":2", "suorce", "source").doesNotContain("\tat ");
    assertThat(portage("check", "--config=" + file, "--verbose").err()).contains("\tat ");
  }

  @Test
  void namesTheEventsThatCannotBePublished() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("events.jsonl"),
            """
            {"op":"c","after":{},"timestamp_ms":1}
            {"op":"x"}
            nothing
            {"op":"m","timestamp_ms":2}
            """);

    CommandResult result =
        portage("publish", "--file=" + file, "--topic=t", "--bootstrap=localhost:1");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .contains("line 2: op is not one of c, r, u, d, t, m", "line 3: not JSON")
        .doesNotContain("line 1", "line 4");
  }

  @Test
  void publishesNoRowWithoutTheFieldsOfItsKey() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("keys.jsonl"),
            """
            {"op":"c","after":{"id":1},"timestamp_ms":1}
            {"op":"m","timestamp_ms":2}
            {"op":"c","after":{"identity":1},"timestamp_ms":1}
            """);

    CommandResult result =
        portage("publish", "--file=" + file, "--topic=t", "--bootstrap=localhost:1", "--key=id");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .contains("line 3: its row has no value of a field of --key: id")
        .doesNotContain("line 1", "line 2");
  }

  @Test
  void reportsTheKeyOfAnUnreadableSecretBeforeItConnects() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("job.yaml"),
            """
            name: x
            source:
              kafka: {bootstrapServers: "localhost:1", topics: [users], groupId: g}
              format: envelope-json
            tables: [{from: users, to: users, key: [id], deletes: hard, metadata: {version: v}}]
            target:
              jdbc:
                url: jdbc:postgresql://localhost:1/x
                user: u
                password: {env: PORTAGE_NO_SUCH_SECRET}
            deadLetters: {files: letters}
            """);

    CommandResult result = portage("check", "--config=" + file);

    assertThat(result.code()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(result.out().lines().filter(line -> line.startsWith("FAILED")))
        .containsExactly(
            "FAILED  secret: target.jdbc.password: the secret {env: PORTAGE_NO_SUCH_SECRET} cannot"
                + " be read: the environment of this process does not define it");
  }

  @Test
  void reportsADeadLetterFolderThatIsAFile() throws Exception {
    Path taken = Files.writeString(folder.resolve("taken"), "a file");
    Path file =
        Files.writeString(
            folder.resolve("job.yaml"),
            """
            name: x
            source:
              kafka: {bootstrapServers: "localhost:1", topics: [users], groupId: g}
              format: envelope-json
            tables: [{from: users, to: users, key: [id], deletes: hard, metadata: {version: v}}]
            target: {jdbc: {url: "jdbc:postgresql://localhost:1/x", user: u, password: {env: NO}}}
            deadLetters: {files: %s/letters}
            """
                .formatted(taken));

    assertThat(portage("check", "--config=" + file).out())
        .contains("FAILED  deadLetters.files: " + taken + " is not a folder");
  }

  @Test
  void namesAnUnsupportedFileSystem() {
    CommandResult result = portage("check", "--config=gs://bucket/job.yaml");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("gs://bucket/job.yaml: cannot be read: no file system here");
  }

  @Test
  void rejectsAnOptionUnknownToPortageAndBeam() {
    CommandResult result = portage("check", "--config=x", "--verbos=1");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("verbos");
  }

  @Test
  void printsTheMessageOfPortageAndNotOfTheLibrary() {
    Throwable problem =
        new IllegalStateException(
            "a step failed",
            new KafkaUnavailableException(
                "Kafka at host:1: connection refused", new java.net.ConnectException("refused")));

    assertThat(Portage.message(problem)).isEqualTo("Kafka at host:1: connection refused");
    assertThat(Portage.message(new IllegalStateException("a", new RuntimeException("b"))))
        .contains("RuntimeException: b");
  }

  @Test
  void rejectsADemoOnARemoteRunner() {
    Engine elsewhere =
        new Engine() {
          @Override
          public String runner() {
            return "DataflowRunner";
          }

          @Override
          public List<String> defaults(boolean bounded, List<String> given) {
            return List.of();
          }

          @Override
          public boolean runsRemotely(List<String> given) {
            return true;
          }
        };

    CommandResult result = portage(elsewhere, "demo", "--runner=DataflowRunner");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .contains(
            "DataflowRunner runs elsewhere: use --runner=DirectRunner or --runner=FlinkRunner");
  }

  @Test
  void acceptsOnlyARunThatEndedByItself() {
    FollowingRun.verifyEnded(State.DONE);
    FollowingRun.verifyEnded(State.UPDATED);
    for (State state : List.of(State.FAILED, State.CANCELLED, State.UNKNOWN, State.STOPPED)) {
      assertThatThrownBy(() -> FollowingRun.verifyEnded(state))
          .isInstanceOfSatisfying(
              CommandException.class,
              failed -> assertThat(failed.exitCode()).isEqualTo(ExitCode.FAILED));
    }
    assertThatThrownBy(() -> FollowingRun.verifyEnded(null)).hasMessageContaining("unknown");
  }

  private static CommandResult portage(String... args) {
    return portage(NONE, args);
  }

  private static CommandResult portage(Engine engine, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Portage.execute(engine, new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new CommandResult(code, out.toString(), err.toString());
  }
}
