package io.portage.flink.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The rules and the dashboard alone; {@link FlinkScrapeIT} compares them with a job. */
final class MonitoringTest {
  private final Monitoring monitoring = Monitoring.here();

  @Test
  void everyAlertHasASeverityAnExplanationAndARemedy() throws Exception {
    List<Map<String, Object>> alerts =
        monitoring.rules().stream().filter(rule -> rule.containsKey("alert")).toList();

    assertThat(alerts).hasSizeGreaterThan(10);
    for (Map<String, Object> alert : alerts) {
      Map<String, Object> notes = Monitoring.texts((Map<?, ?>) alert.get("annotations"));
      assertThat(((Map<?, ?>) alert.get("labels")).get("severity")).isIn("warning", "critical");
      assertThat(notes).containsOnlyKeys("summary", "description", "runbook");
      String[] runbook = ((String) notes.get("runbook")).split("#");
      assertThat(monitoring.anchors(runbook[0])).as("%s", alert).contains(runbook[1]);
    }
  }

  @Test
  void everySeriesThatIsReadExists() throws Exception {
    List<Object> recorded = monitoring.rules().stream().map(rule -> rule.get("record")).toList();
    for (String expression : monitoring.expressions()) {
      assertThat(PromQl.selectors(expression)).as(expression).isNotEmpty();
      for (PromQl.Selector selector : PromQl.selectors(expression)) {
        if (selector.name().startsWith("portage:")) {
          assertThat(recorded).contains(selector.name());
        }
      }
    }
  }

  @Test
  void everyPanelQueriesTheSelectedJobs() throws Exception {
    List<JsonNode> panels = new ArrayList<>();
    monitoring.dashboard().get("panels").forEach(panels::add);

    assertThat(panels).extracting(panel -> panel.get("id").asInt()).doesNotHaveDuplicates();
    for (JsonNode panel : panels) {
      for (JsonNode target : panel.path("targets")) {
        assertThat(target.at("/datasource/uid").asText()).isEqualTo("${datasource}");
        assertThat(target.get("expr").asText()).contains("job_name=~\"$job\"");
      }
    }
    assertThat(monitoring.dashboard().at("/templating/list").findValuesAsText("name"))
        .contains("datasource", "job", "table");
  }

  @Test
  void theExampleLoadsTheRules() throws Exception {
    assertThat(monitoring.yaml("prometheus.yaml").get("rule_files"))
        .isEqualTo(List.of("prometheus-alerts.yaml"));
  }
}
