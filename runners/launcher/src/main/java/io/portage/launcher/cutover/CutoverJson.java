package io.portage.launcher.cutover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a report as JSON, and reads the source's columns from an earlier one. */
final class CutoverJson {
  private static final String COLUMNS = "sourceColumns";

  private final ObjectMapper mapper = new ObjectMapper();

  String render(CutoverReport report) {
    ObjectNode root = mapper.createObjectNode();
    root.put("job", report.job());
    root.put("at", report.at().toString());
    root.put("verdict", report.verdict().label());
    root.put("exitCode", report.verdict().exitCode());
    root.put("expectedDowntimeMillis", report.expectedDowntime().toMillis());
    ArrayNode checks = root.putArray("checks");
    for (CheckReport check : report.checks()) {
      ObjectNode node = checks.addObject();
      node.put("id", check.id());
      node.put("title", check.title());
      node.put("verdict", check.outcome().verdict().label());
      node.put("millis", check.took().toMillis());
      ArrayNode evidence = node.putArray("evidence");
      check.outcome().evidence().forEach(evidence::add);
      findings(node.putArray("findings"), check.outcome().findings());
      findings(node.putArray("accepted"), check.outcome().accepted());
    }
    ObjectNode columns = root.putObject(COLUMNS);
    new TreeMap<>(report.sourceColumns())
        .forEach(
            (table, names) -> {
              ArrayNode list = columns.putArray(table);
              names.forEach(list::add);
            });
    return root.toPrettyString() + "\n";
  }

  private static void findings(ArrayNode list, List<CutoverFinding> findings) {
    for (CutoverFinding finding : findings) {
      list.addObject()
          .put("id", finding.id())
          .put("problem", finding.problem())
          .put("fix", finding.fix());
    }
  }

  /**
   * Returns the columns of source tables in a report.
   *
   * @throws IllegalArgumentException if {@code text} is no report
   */
  Map<String, List<String>> sourceColumns(String text) {
    JsonNode tables;
    try {
      tables = mapper.readTree(text).path(COLUMNS);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("not JSON", malformed);
    }
    if (!tables.isObject()) {
      throw new IllegalArgumentException("has no " + COLUMNS);
    }
    Map<String, List<String>> columns = new TreeMap<>();
    tables
        .fields()
        .forEachRemaining(
            table -> {
              List<String> names = new ArrayList<>();
              table.getValue().forEach(name -> names.add(name.asText()));
              columns.put(table.getKey(), names);
            });
    return columns;
  }
}
