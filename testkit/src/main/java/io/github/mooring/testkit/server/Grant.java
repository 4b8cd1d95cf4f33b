package io.github.mooring.testkit.server;

/**
 * A role on a database.
 *
 * @param role what may be done
 * @param database where; {@link Role#ROOT} counts everywhere
 */
public record Grant(Role role, String database) {
    /** Whether this allows {@code action} on {@code target}. */
    boolean allows(Action action, String target) {
        if (role == Role.ROOT) {
            return true;
        }
        if (!database.equals(target)) {
            return false;
        }
        return switch (action) {
            case NONE -> true;
            case READ -> role == Role.READ || role == Role.READ_WRITE;
            case DESCRIBE -> true;
            case WRITE -> role == Role.READ_WRITE;
            case SHAPE -> role == Role.READ_WRITE || role == Role.DB_ADMIN;
            case DROP_DATABASE -> role == Role.DB_ADMIN;
            case ADMINISTER -> false;
        };
    }
}
