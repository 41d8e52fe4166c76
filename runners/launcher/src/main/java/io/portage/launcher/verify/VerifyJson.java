package io.portage.launcher.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.portage.verify.report.DifferenceKind;
import io.portage.verify.report.Finding;
import io.portage.verify.report.TableReport;
import io.portage.verify.report.VerifyReport;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;

/** The report for machines. */
public final class VerifyJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private VerifyJson() {}

  /**
   * Returns the report of a job as JSON.
   *
   * @param against the side that the target was compared with, {@code source} or {@code log}
   */
  public static String of(String job, VerifyReport report, String against) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("job", job);
      json.writeStringField("against", against);
      json.writeStringField("started", report.started().toString());
      json.writeStringField("ended", report.ended().toString());
      json.writeStringField("outcome", report.outcome().name().toLowerCase(Locale.ROOT));
      json.writeArrayFieldStart("tables");
      for (TableReport table : report.tables()) {
        table(json, table);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return text.append('\n').toString();
  }

  private static void table(JsonGenerator json, TableReport table) throws IOException {
    json.writeStartObject();
    json.writeStringField("table", table.table());
    json.writeArrayFieldStart("sources");
    for (String source : table.sources()) {
      json.writeString(source);
    }
    json.writeEndArray();
    json.writeNumberField("sourceRows", table.sourceRows());
    json.writeNumberField("targetRows", table.targetRows());
    json.writeNumberField("differences", table.differences());
    json.writeNumberField("undecided", table.undecided());
    json.writeStringField("problem", table.problem());
    json.writeObjectFieldStart("counts");
    for (Map.Entry<DifferenceKind, Long> count : table.counts().entrySet()) {
      json.writeNumberField(count.getKey().label(), count.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("findings");
    for (Finding finding : table.findings()) {
      finding(json, finding);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void finding(JsonGenerator json, Finding finding) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", finding.kind().label());
    json.writeStringField("key", finding.keyText());
    json.writeArrayFieldStart("columns");
    for (String column : finding.columns()) {
      json.writeString(column);
    }
    json.writeEndArray();
    json.writeStringField("detail", finding.detail());
    if (finding.deadLetter() != null) {
      json.writeStringField("deadLetter", finding.deadLetter());
    }
    if (finding.version() != null) {
      json.writeStringField("targetVersion", finding.version().toNumber().toString());
    }
    json.writeStringField("firstSeen", finding.firstSeen().toString());
    json.writeStringField("lastSeen", finding.lastSeen().toString());
    if (!finding.values().isEmpty()) {
      json.writeObjectFieldStart("values");
      for (Map.Entry<String, Finding.ValuePair> value : finding.values().entrySet()) {
        json.writeObjectFieldStart(value.getKey());
        json.writeStringField("source", value.getValue().source());
        json.writeStringField("target", value.getValue().target());
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
