/** Values of a repair: the rows that were written, or would be, and the reasons of the others. */
@org.jspecify.annotations.NullMarked
package io.portage.verify.repair;
