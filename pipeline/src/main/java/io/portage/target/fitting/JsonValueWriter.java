package io.portage.target.fitting;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one value as compact JSON: numbers digit by digit, bytes as base64, times as ISO text. */
final class JsonValueWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final TargetColumn column;

  JsonValueWriter(TargetColumn column) {
    this.column = column;
  }

  String write(Object value) throws ValueDoesNotFitException {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      write(value, json);
    } catch (IOException e) {
      throw new ValueDoesNotFitException(column, "cannot be written as JSON");
    }
    return out.toString();
  }

  private void write(@Nullable Object value, JsonGenerator json)
      throws IOException, ValueDoesNotFitException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(NumericFitter.isHeld(number) ? number.toPlainString() : number.toString());
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(element, json);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        json.writeFieldName(String.valueOf(entry.getKey()));
        write(entry.getValue(), json);
      }
      json.writeEndObject();
    } else {
      writeRare(value, json);
    }
  }

  private void writeRare(Object value, JsonGenerator json)
      throws IOException, ValueDoesNotFitException {
    if (!DateFitter.isInAnyRange(value)) {
      throw new ValueDoesNotFitException(column, "contains a date out of range");
    }
    String local = TextFitter.ofLocal(value);
    if (local != null) {
      json.writeString(local);
    } else if (value instanceof Instant instant) {
      json.writeString(instant.toString());
    } else if (value instanceof byte[] bytes) {
      json.writeString(Base64.getEncoder().encodeToString(bytes));
    } else if (value instanceof Double number && !number.isNaN() && !number.isInfinite()) {
      json.writeNumber(number);
    } else {
      throw new ValueDoesNotFitException(column, "contains a value that JSON cannot represent");
    }
  }
}
