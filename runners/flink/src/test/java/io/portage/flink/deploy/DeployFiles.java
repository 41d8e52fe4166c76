package io.portage.flink.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files of {@code runners/flink/deploy}, parsed. */
final class DeployFiles {
  private static final Path FOLDER = Path.of(System.getProperty("basedir", "."), "deploy");
  private static final String CRD = "META-INF/fabric8/flinkdeployments.flink.apache.org-v1.yml";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private DeployFiles() {}

  static String text(String name) throws IOException {
    return Files.readString(FOLDER.resolve(name));
  }

  /** Returns the documents of a YAML file in order. */
  static List<JsonNode> documents(String name) throws IOException {
    return documents(name, text(name));
  }

  private static List<JsonNode> documents(String name, String text) {
    List<JsonNode> documents = new ArrayList<>();
    LoadSettings settings =
        LoadSettings.builder().setLabel(name).setCodePointLimit(1 << 24).build();
    for (Object document : new Load(settings).loadAllFromString(text)) {
      documents.add(MAPPER.valueToTree(document));
    }
    return documents;
  }

  /** Returns the document of this kind. */
  static JsonNode kind(String name, String kind) throws IOException {
    return documents(name).stream()
        .filter(document -> document.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " has no " + kind));
  }

  /** Returns a nested file in Flink's dotted notation. */
  static Map<String, String> flattened(JsonNode node) {
    Map<String, String> options = new TreeMap<>();
    flatten("", node, options);
    return options;
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> options) {
    if (!node.isObject()) {
      options.put(prefix, node.asText());
      return;
    }
    node.fields()
        .forEachRemaining(
            field ->
                flatten(
                    prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey(),
                    field.getValue(),
                    options));
  }

  /**
   * Returns the operator's schema of a FlinkDeployment, made strict: an unknown field, which the
   * cluster would drop silently, is an error.
   */
  static JsonNode operatorSchema() throws IOException {
    try (InputStream in = DeployFiles.class.getClassLoader().getResourceAsStream(CRD)) {
      if (in == null) {
        throw new IllegalStateException("the operator's jar has no " + CRD);
      }
      JsonNode crd = documents(CRD, new String(in.readAllBytes(), StandardCharsets.UTF_8)).get(0);
      JsonNode schema = crd.at("/spec/versions/0/schema/openAPIV3Schema");
      ObjectNode root = (ObjectNode) schema;
      ObjectNode properties = (ObjectNode) root.get("properties");
      for (String common : List.of("apiVersion", "kind")) {
        properties.putObject(common).put("type", "string");
      }
      properties.putObject("metadata").put("type", "object");
      close(root);
      return root;
    }
  }

  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")
        && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      object.put("additionalProperties", false);
    }
    schema.forEach(DeployFiles::close);
  }
}
