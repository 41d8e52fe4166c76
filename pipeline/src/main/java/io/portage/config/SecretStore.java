package io.portage.config;

import java.io.IOException;
import java.util.Optional;

/**
 * A store of secrets that a configuration refers to by name.
 *
 * <p>{@code env} and {@code file} are built in; others are found as services of this type on the
 * class path, which must then also be the class path of the workers. Implementations are called
 * from several threads.
 */
public interface SecretStore {
  /** The store's key in a reference, as in {@code {env: NAME}}. */
  String name();

  /**
   * Checks the syntax of {@code reference} without access to the store.
   *
   * @return the error, or empty
   */
  Optional<String> problem(String reference);

  /**
   * Reads the value as it is now, or was a short time ago.
   *
   * @throws IOException if the value cannot be read; the message contains the reason and no value
   */
  String read(String reference) throws IOException;
}
