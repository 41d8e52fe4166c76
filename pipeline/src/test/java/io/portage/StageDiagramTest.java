package io.portage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StageDiagramTest {
  @Test
  void returnsTheStagesOfThePictureInItsOrder() {
    assertThat(
            stages(
                """
                Read, Decode and Upsert are stages.
                ```
                runners/portage demo
                ```
                ```
                 Kafka          Read        records
                   │              │
                   │            Decode      a Format
                   └◄─────────  Commit      offsets  ──► Kafka
                ```
                """))
        .containsExactly("Read", "Decode", "Commit");
  }

  @Test
  void returnsNoStagesOfProse() {
    assertThat(stages("Read, Decode, Normalize, Latest, Enrich, Upsert, DeadLetter, Commit\n"))
        .isEmpty();
    assertThat(
            stages(
                """
                ```
                 Read        records; then Decode  and Normalize
                ```
                """))
        .containsExactly("Read");
  }

  private static List<String> stages(String page) {
    return StageDiagram.stages(page.lines().toList());
  }
}
