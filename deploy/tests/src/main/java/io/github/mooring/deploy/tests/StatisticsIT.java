package io.github.mooring.deploy.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mooring.api.FactoryStatistics;
import io.github.mooring.api.MongoSession;
import io.github.mooring.api.MongoSessionFactory;
import jakarta.annotation.Resource;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The numbers of a factory, and the pings that the container's timer and work manager run. */
@ExtendWith(ArquillianExtension.class)
public class StatisticsIT {
    /** Many times the interval of a ping, for a machine that has other things to do. */
    private static final Duration LONG = Duration.ofSeconds(30);

    @Resource(name = Factories.DEFAULT)
    private MongoSessionFactory sessions;

    @Resource(name = Factories.PINGED)
    private MongoSessionFactory pinged;

    /** What is deployed. */
    @Deployment
    public static WebArchive application() {
        return Application.war(StatisticsIT.class, Numbers.class);
    }

    @Test
    void sessionsAndSocketsAreCounted() {
        FactoryStatistics before = sessions.statistics();
        FactoryStatistics during;
        try (MongoSession one = sessions.openSession();
                MongoSession two = sessions.openSession()) {
            one.ping();
            two.ping();
            during = sessions.statistics();
        }
        FactoryStatistics after = sessions.statistics();

        assertThat(during.sessionsOpen() - before.sessionsOpen()).isEqualTo(2);
        assertThat(during.sessionsOpened() - before.sessionsOpened()).isEqualTo(2);
        assertThat(during.socketsOpened() - before.socketsOpened())
                .as("sockets that two sessions needed, one after the other")
                .isLessThanOrEqualTo(1);
        assertThat(during.socketsOpen()).isPositive();
        assertThat(during.socketsInUse()).isZero();
        assertThat(after.sessionsOpen()).isEqualTo(before.sessionsOpen());
        assertThat(after.socketsOpen()).as("closing a session closes no socket").isEqualTo(during.socketsOpen());
    }

    @Test
    void containerPingsTheServerAgainAndAgain() throws InterruptedException {
        try (MongoSession session = pinged.openSession()) {
            session.ping();
        }
        // other tests kill the server, so what counts is what is new
        FactoryStatistics before = pinged.statistics();

        FactoryStatistics after = Numbers.await(pinged, now -> now.pings() >= before.pings() + 3, LONG);

        assertThat(after.pings()).isGreaterThanOrEqualTo(before.pings() + 3);
        assertThat(after.pingsFailed()).isEqualTo(before.pingsFailed());
        assertThat(after.lastError()).isEqualTo(before.lastError());
        assertThat(after.roundTripTime())
                .hasValueSatisfying(took -> assertThat(took).isBetween(Duration.ofNanos(1), LONG));
    }
}
