package io.portage.assess.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.portage.assess.Assessment;
import io.portage.assess.Finding;
import io.portage.assess.Severity;
import io.portage.assess.facts.DatabaseFacts;
import io.portage.assess.facts.TopicFacts;
import org.jspecify.annotations.Nullable;

/** An assessment as JSON, for machines. */
public final class JsonReport {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private JsonReport() {}

  /** Returns the text, which ends with a line break. */
  public static String of(Assessment assessment) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", 1);
    root.put("job", assessment.facts().job().name());
    root.put("at", assessment.at().toString());
    ObjectNode counts = root.putObject("counts");
    for (Severity severity : Severity.values()) {
      counts.put(severity.label(), assessment.count(severity));
    }
    root.put("complete", !assessment.isIncomplete());
    ArrayNode findings = root.putArray("findings");
    assessment.findings().forEach(finding -> add(findings.addObject(), finding));
    database(root, "source", assessment.facts().source());
    database(root, "target", assessment.facts().target());
    ArrayNode topics = root.putArray("topics");
    assessment.facts().topics().forEach(topic -> add(topics.addObject(), topic));
    ObjectNode observed = root.putObject("observed");
    assessment
        .facts()
        .messages()
        .forEach(
            seen -> {
              ObjectNode modes = observed.putObject(seen.from());
              ObservedModes.of(assessment.facts(), seen).forEach(modes::put);
            });
    try {
      DefaultIndenter lines = new DefaultIndenter("  ", "\n");
      return JSON.writer(
                  new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines))
              .writeValueAsString(root)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the report is no JSON", e);
    }
  }

  private static void add(ObjectNode node, Finding finding) {
    node.put("id", finding.kind().id());
    node.put("severity", finding.kind().severity().label());
    node.put("object", finding.object());
    node.put("meaning", finding.kind().title());
    node.put("evidence", finding.evidence());
    node.put("guarantee", "semantics.md#" + finding.kind().anchor());
    node.put("read", !finding.kind().undecided());
    ObjectNode fix = node.putObject("fix");
    fix.put("at", finding.fix().place().label());
    fix.put("text", finding.fix().text());
  }

  private static void database(ObjectNode root, String name, @Nullable DatabaseFacts facts) {
    if (facts == null) {
      root.putNull(name);
      return;
    }
    ObjectNode node = root.putObject(name);
    node.put("product", facts.product().label());
    node.put("version", facts.version());
    node.put("user", facts.user());
    node.put("tables", facts.tables().size());
    ObjectNode settings = node.putObject("settings");
    facts.settings().forEach(settings::put);
  }

  private static void add(ObjectNode node, TopicFacts topic) {
    node.put("name", topic.name());
    node.put("exists", topic.exists());
    node.put("partitions", topic.partitions());
    node.put("records", topic.records());
    node.put("removed", topic.removed());
    node.put("compacted", topic.compacted());
    node.put("retentionMs", topic.deletes() ? topic.retentionMillis() : -1);
  }
}
