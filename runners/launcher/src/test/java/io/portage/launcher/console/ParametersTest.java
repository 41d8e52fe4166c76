package io.portage.launcher.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.portage.model.Reason;
import io.portage.model.Stage;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class ParametersTest {
  @Test
  void refusesMissingRepeatedAndLongTexts() {
    assertRefused(() -> of("key", List.of()).text("key"), "the parameter key is missing");
    assertRefused(
        () -> of("key", List.of("a", "b")).text("key"), "the parameter key is given twice");
    assertRefused(
        () -> of("key", List.of("x".repeat(4_097))).text("key"), "the parameter key is too long");
  }

  @Test
  void readsTextsUpToTheirLimit() throws Exception {
    assertThat(of("key", List.of("x".repeat(4_096))).text("key")).hasSize(4_096);
    assertThat(of("key", List.of("")).optional("key")).isNull();
  }

  @Test
  void takesOneToFiftyIds() throws Exception {
    assertThat(of("id", Collections.nCopies(50, "users-0-1")).ids()).hasSize(50);
    assertRefused(() -> of("id", List.of()).ids(), "1 to 50 parameters id are needed");
    assertRefused(
        () -> of("id", Collections.nCopies(51, "users-0-1")).ids(),
        "1 to 50 parameters id are needed");
  }

  @Test
  void limitsTheNumberOfDeadLettersOfAPage() throws Exception {
    assertThat(of("limit", List.of("100000")).letters().limit()).isEqualTo(500);
    assertThat(new Parameters(Map.of()).letters().limit()).isEqualTo(100);
    assertRefused(() -> of("limit", List.of("-1")).letters(), "limit is below 0");
    assertRefused(() -> of("limit", List.of("many")).letters(), "limit is not a number");
  }

  @Test
  void readsTheFilterOfDeadLetters() throws Exception {
    Parameters given =
        new Parameters(
            Map.of(
                "stage", List.of("Decode"),
                "reason", List.of("MALFORMED"),
                "since", List.of("2026-09-01T12:00:00Z"),
                "state", List.of("all")));

    assertThat(given.letters().filter().stages()).isEqualTo(List.of(Stage.DECODE));
    assertThat(given.letters().filter().reasons()).isEqualTo(List.of(Reason.MALFORMED));
    assertThat(given.letters().filter().since()).isEqualTo(Instant.parse("2026-09-01T12:00:00Z"));
    assertThat(given.letters().filter().resolved()).isTrue();
    assertRefused(
        () -> of("stage", List.of("Decod")).letters(),
        "an unknown stage or reason; the stages are [Read, Decode, ");
    assertRefused(() -> of("state", List.of("x")).letters(), "state is 'unresolved' or 'all'");
    assertRefused(
        () -> of("since", List.of("today")).letters(),
        "since is not an instant (write 2026-09-01T12:00:00Z)");
  }

  @Test
  void readsOffsetsOfPartitions() throws Exception {
    assertThat(of("before", List.of("a-b:c-0:7")).before()).isEqualTo(Map.of("a-b:c-0", 7L));
    assertRefused(() -> of("before", List.of("7")).before(), "before is topic-partition:offset");
  }

  private static Parameters of(String name, List<String> values) {
    return new Parameters(Map.of(name, values));
  }

  private static void assertRefused(ThrowingCallable read, String message) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(read)
        .withMessageStartingWith(message)
        .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(400));
  }
}
