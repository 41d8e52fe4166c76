package io.portage.launcher.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The document {@code openapi.json}: tells in what an answer differs from it. */
public final class ApiContract {
  private final JsonNode document;

  private ApiContract(JsonNode document) {
    this.document = document;
  }

  /** Reads the document as the server serves it. */
  public static ApiContract read() throws IOException {
    try (InputStream in = ConsoleServer.class.getResourceAsStream("/console/openapi.json")) {
      return new ApiContract(new JsonMapper().readTree(Objects.requireNonNull(in)));
    }
  }

  JsonNode document() {
    return document;
  }

  /**
   * Returns the differences between an answer and the document.
   *
   * @param path as in the document, e.g. {@code /api/jobs/{job}/overview}
   */
  public List<String> differences(String path, String method, int status, JsonNode answer) {
    return differences(path, method, status, "application/json", answer);
  }

  /** As the other method, for an answer of another media type that has JSON as its data. */
  public List<String> differences(
      String path, String method, int status, String type, JsonNode answer) {
    JsonNode schema =
        document
            .path("paths")
            .path(path)
            .path(method)
            .path("responses")
            .path(Integer.toString(status))
            .path("content")
            .path(type)
            .path("schema");
    List<String> differences = new ArrayList<>();
    if (schema.isMissingNode()) {
      differences.add("no schema for " + method + " " + path + " " + status);
    } else {
      compare("$", schema, answer, differences);
    }
    return differences;
  }

  private void compare(String place, JsonNode given, JsonNode value, List<String> differences) {
    JsonNode schema = resolved(given);
    if (schema.has("oneOf")) {
      for (JsonNode one : schema.get("oneOf")) {
        List<String> inner = new ArrayList<>();
        compare(place, one, value, inner);
        if (inner.isEmpty()) {
          return;
        }
      }
      differences.add(place + " is none of its alternatives: " + value);
      return;
    }
    String type = schema.path("type").asText();
    if (!isOf(type, value)) {
      differences.add(place + " is no " + type + ": " + value);
      return;
    }
    if (schema.has("enum")) {
      boolean isListed = false;
      for (JsonNode one : schema.get("enum")) {
        isListed |= one.equals(value);
      }
      if (!isListed) {
        differences.add(place + " is not listed: " + value);
      }
    }
    if (type.equals("array")) {
      for (JsonNode item : value) {
        compare(place + "[]", schema.get("items"), item, differences);
      }
    } else if (type.equals("object")) {
      compareObject(place, schema, value, differences);
    }
  }

  private void compareObject(
      String place, JsonNode schema, JsonNode value, List<String> differences) {
    for (JsonNode name : schema.path("required")) {
      if (!value.has(name.asText())) {
        differences.add(place + " lacks " + name.asText());
      }
    }
    JsonNode others = schema.path("additionalProperties");
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode known = schema.path("properties").path(field.getKey());
      String inner = place + "." + field.getKey();
      if (!known.isMissingNode()) {
        compare(inner, known, field.getValue(), differences);
      } else if (others.isObject()) {
        compare(inner, others, field.getValue(), differences);
      } else if (others.isBoolean() && !others.booleanValue()) {
        differences.add(inner + " is not in the document");
      }
    }
  }

  private JsonNode resolved(JsonNode schema) {
    return schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "array" -> value.isArray();
      case "object" -> value.isObject();
      case "null" -> value.isNull();
      default -> false;
    };
  }
}
