/** The types of MariaDB and MySQL, and how values are fitted to them. */
@org.jspecify.annotations.NullMarked
package io.portage.target.mariadb.fitting;
