package io.portage.flink.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rules and the dashboard alone; {@link FlinkScrapeIT} compares them with a job. */
final class MonitoringTest {
  private static final Pattern CONSOLE =
      Pattern.compile(
          "\\{\\{ \\$externalLabels\\.portage_console \\}\\}/#/\\{\\{ \\$labels\\.job_name \\}\\}/"
              + "(\\w+)(?:\\?(.+))?");

  private static final Pattern LABEL = Pattern.compile("\\$labels\\.(\\w+)");

  private final Monitoring monitoring = Monitoring.here();

  @Test
  void everyAlertHasASeverityAnExplanationAndARemedy() throws Exception {
    List<Map<String, Object>> alerts =
        monitoring.rules().stream().filter(rule -> rule.containsKey("alert")).toList();

    assertThat(alerts).hasSizeGreaterThan(10);
    for (Map<String, Object> alert : alerts) {
      Map<String, Object> notes = Monitoring.texts((Map<?, ?>) alert.get("annotations"));
      assertThat(((Map<?, ?>) alert.get("labels")).get("severity")).isIn("warning", "critical");
      assertThat(notes).containsOnlyKeys("summary", "description", "runbook", "console");
      String[] runbook = ((String) notes.get("runbook")).split("#");
      assertThat(monitoring.anchors(runbook[0])).as("%s", alert).contains(runbook[1]);
    }
  }

  @Test
  void everyAlertLinksToAPageOfTheConsole() throws Exception {
    for (Map<String, Object> alert : monitoring.rules()) {
      if (alert.containsKey("alert")) {
        Map<String, Object> notes = Monitoring.texts((Map<?, ?>) alert.get("annotations"));
        Matcher link = CONSOLE.matcher((String) notes.get("console"));
        assertThat(link.matches()).as("%s", alert).isTrue();
        assertThat(monitoring.consolePages()).contains(link.group(1));
        Matcher label = LABEL.matcher(link.group());
        while (label.find()) {
          assertThat((String) alert.get("expr")).containsPattern("by \\([^)]*" + label.group(1));
        }
        String query = link.group(2) == null ? "" : link.group(2);
        for (String parameter : query.split("&")) {
          assertThat(query.isEmpty() || monitoring.filters().contains(parameter.split("=")[0]))
              .as(parameter)
              .isTrue();
        }
      }
    }
    Map<?, ?> global = (Map<?, ?>) monitoring.yaml("prometheus.yaml").get("global");
    assertThat(String.valueOf(global.get("external_labels"))).contains("portage_console");
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
