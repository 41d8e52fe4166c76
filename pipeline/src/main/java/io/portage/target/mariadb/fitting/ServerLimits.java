package io.portage.target.mariadb.fitting;

/**
 * The limits of types that depend on the server's version.
 *
 * @param lastSecond the last second of a TIMESTAMP, since 1970
 * @param jsonDepth the greatest depth of a JSON value
 */
public record ServerLimits(long lastSecond, int jsonDepth) {
  private static final long LAST_SIGNED_SECOND = Integer.MAX_VALUE;
  private static final long LAST_UNSIGNED_SECOND = 4_294_967_295L;
  private static final int MYSQL_DEPTH = 100;
  private static final int SHALLOW = 31;
  private static final int DEEP = 10_000;

  /** The limits of MySQL: TIMESTAMP ends in January 2038. */
  public static final ServerLimits MYSQL = new ServerLimits(LAST_SIGNED_SECOND, MYSQL_DEPTH);

  /** The strictest limits, for a server that is not known yet. */
  public static final ServerLimits STRICTEST = new ServerLimits(LAST_SIGNED_SECOND, SHALLOW);

  /**
   * Returns the limits of a MariaDB server.
   *
   * @param unsignedSeconds true if TIMESTAMP ends in February 2106, as from MariaDB 11.5 on
   * @param deepJson true if JSON may be deeper than 31
   */
  public static ServerLimits ofMariaDb(boolean unsignedSeconds, boolean deepJson) {
    return new ServerLimits(
        unsignedSeconds ? LAST_UNSIGNED_SECOND : LAST_SIGNED_SECOND, deepJson ? DEEP : SHALLOW);
  }
}
