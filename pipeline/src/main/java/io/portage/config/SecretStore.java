package io.portage.config;

import java.io.IOException;
import java.util.Optional;

/**
 * Where secrets are kept that a configuration names but does not hold.
 *
 * <p>{@code env} and {@code file} are always there; more are found as services of this type on the
 * class path, which must then be that of the workers too. Implementations are called from several
 * threads.
 */
public interface SecretStore {
  /** The key that references name it by, as in {@code {env: NAME}}. */
  String name();

  /** What is wrong with the form of {@code reference}, if anything. Asks nobody. */
  Optional<String> problem(String reference);

  /**
   * The value as it is now, or was a short time ago.
   *
   * @throws IOException when it cannot be read; the message tells why, and holds no value
   */
  String read(String reference) throws IOException;
}
