package io.portage.target.mariadb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form of a row in the moved-rows table: a JSON object with the columns' values. A value is the
 * database's own text, or for types of bytes an object with the bytes in Base64.
 */
final class MovedRowJson {
  private static final String BYTES = "base64";

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
              .build());

  private MovedRowJson() {}

  /**
   * Returns the JSON of a row.
   *
   * @param values the values by column name: each a {@link String}, a {@code byte[]} or null
   */
  static String write(Map<String, @Nullable Object> values) throws SQLException {
    ObjectNode row = JSON.createObjectNode();
    for (Map.Entry<String, @Nullable Object> column : values.entrySet()) {
      Object value = column.getValue();
      if (value instanceof byte[] bytes) {
        row.putObject(column.getKey()).put(BYTES, bytes);
      } else {
        row.put(column.getKey(), (String) value);
      }
    }
    try {
      return JSON.writeValueAsString(row);
    } catch (JsonProcessingException e) {
      throw new SQLException("a moved row cannot be written as JSON", e);
    }
  }

  /** Returns the values of a row by column name, as {@link #write} takes them. */
  static Map<String, @Nullable Object> read(String json) throws SQLException {
    Map<String, @Nullable Object> values = new HashMap<>();
    try {
      for (Map.Entry<String, JsonNode> column : JSON.readTree(json).properties()) {
        JsonNode value = column.getValue();
        values.put(
            column.getKey(), value.isObject() ? value.get(BYTES).binaryValue() : value.textValue());
      }
    } catch (IOException e) {
      // Its message would contain the row.
      throw new SQLException("a row of the moved-rows table is not the JSON of a row");
    }
    return values;
  }
}
