package io.portage.config;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * The settings of a sink: the section of {@code target} with the sink's name. Its {@code toString}
 * shows no secret.
 */
public interface SinkConfig extends Serializable {
  /** Returns the name of the sink's provider, which is the name of the section. */
  String provider();

  /** Returns the users, passwords and tokens by key of the section; none by default. */
  default List<Credential> credentials() {
    return List.of();
  }

  /** Returns the URLs by key of the section; none by default. */
  default Map<String, String> urls() {
    return Map.of();
  }
}
