package io.portage.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class SharedTableLabelsTest {
  private final String job = "job-" + UUID.randomUUID();

  @Test
  void namesTheFirstTablesAndCallsAllFurtherOnesOther() {
    SharedTableLabels labels = SharedTableLabels.of(job, List.of("crm.users"));
    for (int i = 1; i < SharedTableLabels.MOST; i++) {
      assertThat(labels.of("t" + i)).isEqualTo("t" + i);
    }

    assertThat(labels.of("crm.users")).isEqualTo("crm_users");
    assertThat(labels.of("one_too_many")).isEqualTo("other");
    assertThat(labels.of("t1")).isEqualTo("t1");
  }

  @Test
  void areTheSameForAllStepsOfAJobAndDistinct() {
    SharedTableLabels labels = SharedTableLabels.of(job, List.of());
    assertThat(labels.of("a.b")).isEqualTo("a_b");

    SharedTableLabels again = SharedTableLabels.of(job, List.of("a_b"));
    assertThat(again.of("a_b")).startsWith("a_b_");
    assertThat(again.of("a.b")).isEqualTo("a_b");
    assertThat(again.of("other")).startsWith("other_");
  }
}
