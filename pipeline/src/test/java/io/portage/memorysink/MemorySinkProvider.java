package io.portage.memorysink;

import io.portage.config.Credential;
import io.portage.config.PortageConfig;
import io.portage.config.Secret;
import io.portage.config.SinkConfig;
import io.portage.config.reading.SecretReader;
import io.portage.config.yaml.YamlMapping;
import io.portage.sink.Sink;
import io.portage.sink.SinkContext;
import io.portage.sink.SinkProvider;
import java.util.List;

/** The sink {@code memory}: {@code target: {memory: {store: name, token: secret}}}. */
public final class MemorySinkProvider implements SinkProvider {
  /**
   * The settings.
   *
   * @param store the name of the {@link MemoryStore}
   * @param token a secret
   */
  record MemorySinkConfig(String store, Secret token) implements SinkConfig {
    @Override
    public String provider() {
      return "memory";
    }

    @Override
    public List<Credential> credentials() {
      return List.of(new Credential("token", token, /* confidential= */ true));
    }
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public SinkConfig read(YamlMapping section) {
    return new MemorySinkConfig(
        section.required("store").text(), SecretReader.read(section.optional("token")));
  }

  @Override
  public Sink open(PortageConfig config, SinkContext context) {
    MemorySinkConfig settings = (MemorySinkConfig) config.target().sink();
    return new MemorySink(MemoryStore.of(settings.store()), context.clock());
  }
}
