package io.portage.flink.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.flink.monitoring.PromQl.Selector;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PromQlTest {
  @Test
  void findsNamesAndNoFunctionsLabelsNumbersOrWords() {
    assertThat(
            PromQl.selectors(
                "histogram_quantile(0.99, sum by (a, le) (rate(x:y_z[$__rate_interval]))) > 1e3"
                    + " or (up unless on (job) other offset 10m)"))
        .extracting(Selector::name)
        .containsExactly("x:y_z", "up", "other");
  }

  @Test
  void findsNamesGivenByAPattern() {
    assertThat(PromQl.selectors("label_replace({__name__=~\"a_.+\"}, \"b\", \"$1\", \"c\", \"d\")"))
        .containsExactly(new Selector("a_.+", Map.of()));
  }

  @Test
  void readsLabelsExceptThoseOfAVariable() {
    assertThat(PromQl.selectors("min(x{job=~\"$job\", task=~\"Write.*\"} > 0)"))
        .containsExactly(new Selector("x", Map.of("task", "Write.*")));
  }
}
