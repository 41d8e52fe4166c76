package io.portage.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Secrets in environment variables of the process that reads them. */
final class EnvironmentSecrets implements SecretStore {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Map<String, String> environment;

  EnvironmentSecrets(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public String name() {
    return "env";
  }

  @Override
  public Optional<String> problem(String reference) {
    // The text is not quoted, because it may be the secret itself, written here by mistake.
    return NAME.matcher(reference).matches()
        ? Optional.empty()
        : Optional.of("is not the name of a variable (write {env: NAME})");
  }

  @Override
  public String read(String reference) throws IOException {
    String value = environment.get(reference);
    if (value == null) {
      throw new FileNotFoundException("the environment of this process does not define it");
    }
    return value;
  }
}
