package io.portage.config.reference;

import io.portage.config.Credential;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configured source of reference data: the settings of one {@code references} entry.
 *
 * <p>It is serialized with the job's graph, so its class must be on the workers' class path. It
 * must be immutable, and keeps a secret only as a {@link io.portage.config.Secret}. All keys are
 * relative to the source's section; the empty key is the section itself.
 */
public interface ReferenceSource extends Serializable {
  /** Returns the users, passwords and tokens of this source; none by default. */
  default List<Credential> credentials() {
    return List.of();
  }

  /**
   * Returns the URLs of this source by key; none by default. They are stored with the job's graph,
   * and a URL that contains a password or token is reported.
   */
  default Map<String, String> urls() {
    return Map.of();
  }

  /**
   * Returns the locations of the files that the workers read, by key; none by default. See {@link
   * io.portage.config.FileLocation} for their form.
   */
  default Map<String, String> files() {
    return Map.of();
  }

  /**
   * Returns true if it reads from the job's target, which must then be a JDBC database; false by
   * default.
   */
  default boolean readsTarget() {
    return false;
  }

  /**
   * Returns the names of all columns if they can be read without a server, else empty, which is the
   * default. Called once while the configuration is read, to check the columns that lookups name.
   *
   * @throws ReferenceException if the columns cannot be read; the configuration is then rejected
   */
  default Optional<List<String>> columns() throws ReferenceException {
    return Optional.empty();
  }

  /**
   * Reads all rows on the calling machine. Each refresh calls this method on an equal object, in
   * one thread at a time per worker; after a failure the last good content stays in use.
   *
   * <p>The caller waits without a limit, so an implementation must limit the time for which its
   * server may be silent. It closes everything that it opens.
   *
   * @param request the columns that lookups use
   * @param rows receives the names of the columns, then each row
   * @throws ReferenceException if the rows cannot be read; the message contains neither row values
   *     nor secrets
   */
  void read(ReferenceRequest request, ReferenceRows rows) throws ReferenceException;
}
