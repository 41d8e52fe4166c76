package io.portage.decode.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.portage.decode.registry.RegisteredSchema.ReferencedSchema;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The requests for a schema with everything that it refers to. Thread-safe. */
final class RegistryApi {
  /** More references than any schema needs. */
  private static final int MOST_REFERENCES = 1_000;

  private final RegistryConfig config;
  private final RegistryClient client;

  RegistryApi(RegistryConfig config, RegistryClient client) {
    this.config = config;
    this.client = client;
  }

  /**
   * Fetches a schema.
   *
   * @throws UnknownSchemaException if the registry does not have it, or a schema that it refers to
   * @throws RegistryUnavailableException if a later attempt can succeed
   */
  RegisteredSchema fetch(SchemaId id) throws UnknownSchemaException, RegistryUnavailableException {
    return switch (id.kind()) {
      case ID -> confluent("/schemas/ids/" + id.number());
      case GUID -> confluent("/schemas/guids/" + id.number());
      case GLOBAL_ID -> apicurio("/ids/globalIds/" + id.number());
      case CONTENT_ID -> apicurio("/ids/contentIds/" + id.number());
      case FINGERPRINT -> throw new UnknownSchemaException("is not in the configuration");
    };
  }

  /** Sends the smallest request that needs the credentials. */
  void probe() throws UnknownSchemaException, RegistryUnavailableException {
    if (config.ids() == WireForm.CONFLUENT) {
      client.json("/subjects");
    } else {
      client.json("/search/artifacts?limit=1");
    }
  }

  private RegisteredSchema confluent(String path)
      throws UnknownSchemaException, RegistryUnavailableException {
    JsonNode answer = client.json(path);
    References references = new References();
    references.addConfluent(answer);
    return new RegisteredSchema(
        answer.path("schemaType").asText(RegisteredSchema.AVRO),
        schema(path, answer),
        references.all());
  }

  private static String schema(String path, JsonNode answer) throws RegistryUnavailableException {
    JsonNode schema = answer.path("schema");
    if (!schema.isTextual()) {
      throw new RegistryUnavailableException("invalid", path + ": the answer has no schema", null);
    }
    return schema.textValue();
  }

  private RegisteredSchema apicurio(String path)
      throws UnknownSchemaException, RegistryUnavailableException {
    String text = client.text(path);
    References references = new References();
    references.addApicurio(path);
    return new RegisteredSchema(RegisteredSchema.UNTOLD, text, references.all());
  }

  /** Returns the path of the content of an artifact's version. */
  private String content(String version) {
    return config.url().endsWith("/v3") ? version + "/content" : version;
  }

  private static String artifact(String group, String artifact) {
    return "/groups/" + encoded(group) + "/artifacts/" + encoded(artifact);
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Collects the schemas that a schema refers to, each behind those that it refers to itself. */
  private final class References {
    private final Map<String, ReferencedSchema> schemas = new LinkedHashMap<>();
    private final Set<String> begun = new HashSet<>();

    List<ReferencedSchema> all() {
      return List.copyOf(schemas.values());
    }

    void addConfluent(JsonNode schema) throws UnknownSchemaException, RegistryUnavailableException {
      for (JsonNode reference : schema.path("references")) {
        String subject = reference.path("subject").asText();
        String path =
            "/subjects/" + encoded(subject) + "/versions/" + reference.path("version").asInt();
        if (isNew(path)) {
          JsonNode answer = referred(subject, () -> client.json(path));
          addConfluent(answer);
          add(path, reference, schema(path, answer));
        }
      }
    }

    void addApicurio(String path) throws UnknownSchemaException, RegistryUnavailableException {
      for (JsonNode reference : client.json(path + "/references")) {
        String artifact = reference.path("artifactId").asText();
        String version =
            artifact(reference.path("groupId").asText("default"), artifact)
                + "/versions/"
                + encoded(reference.path("version").asText());
        if (isNew(version)) {
          String text = referred(artifact, () -> client.text(content(version)));
          addApicurio(version);
          add(version, reference, text);
        }
      }
    }

    private boolean isNew(String path) throws UnknownSchemaException {
      if (begun.size() == MOST_REFERENCES) {
        throw new UnknownSchemaException("refers to more than " + MOST_REFERENCES + " schemas");
      }
      return begun.add(path);
    }

    private void add(String path, JsonNode reference, String text) {
      schemas.put(path, new ReferencedSchema(reference.path("name").asText(), text));
    }

    private <T> T referred(String subject, Request<T> request)
        throws UnknownSchemaException, RegistryUnavailableException {
      try {
        return request.send();
      } catch (UnknownSchemaException e) {
        throw new UnknownSchemaException(
            "refers to the subject " + subject + ", which " + e.getMessage());
      }
    }
  }

  @FunctionalInterface
  private interface Request<T> {
    T send() throws UnknownSchemaException, RegistryUnavailableException;
  }
}
