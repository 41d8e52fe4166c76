package io.portage.dataflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpdateTest {
  private static final Map<String, List<String>> RELEASED =
      Map.of(
          "Commit/Commit", List.of("does pardo", "state frontier: value of FrontierCoder"),
          "Read/Unpack", List.of("does pardo"));

  @Test
  void readsWhatItHasWritten() {
    assertThat(Update.parse(Update.render(RELEASED))).isEqualTo(RELEASED);
    assertThat(Update.obstacles(RELEASED, RELEASED)).isEmpty();
  }

  @Test
  void reportsTheLossWhenAStepIsRenamed() {
    Map<String, List<String>> now =
        Map.of("Commit/Commit", RELEASED.get("Commit/Commit"), "Read/Open", List.of("does pardo"));

    assertThat(Update.obstacles(RELEASED, now))
        .containsExactly(
            "the step 'Read/Unpack' is gone: an update loses what it held; name its successor by"
                + " --transformNameMapping, or drain",
            "the step 'Read/Open' is new: it starts empty");
  }

  @Test
  void reportsUnreadableStateWhenItsCoderChanges() {
    Map<String, List<String>> now =
        Map.of(
            "Commit/Commit", List.of("does pardo", "state frontier: bag of FrontierCoder"),
            "Read/Unpack", RELEASED.get("Read/Unpack"));

    assertThat(Update.obstacles(RELEASED, now))
        .singleElement()
        .asString()
        .startsWith("the step 'Commit/Commit' has changed from")
        .contains("bag of FrontierCoder")
        .endsWith("drain");
  }
}
