// The least a receiver can cost: recvfrom in a loop. Prints nanoseconds of CPU time per datagram.
//   cc -O2 -o bare_receive bare_receive.c && ./bare_receive PORT DATAGRAMS BURST
// With a BURST, waits for a line on standard input before that many datagrams are read, and prints one after them.
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static long long thread_cpu_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(int argc, char **argv)
{
    if (argc != 4)
    {
        fprintf(stderr, "usage: bare_receive PORT DATAGRAMS BURST\n");
        return 2;
    }
    const long datagrams = atol(argv[2]);
    const long burst = atol(argv[3]);
    static char datagram[65536];
    const int buffer_bytes = 16 << 20;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int fd = socket(AF_INET, SOCK_DGRAM, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer_bytes, sizeof buffer_bytes);
    if (bind(fd, (struct sockaddr *)&address, sizeof address))
    {
        perror("bind");
        return 1;
    }
    puts("ready");
    fflush(stdout);
    const long long start = thread_cpu_ns();
    for (long i = 0; i < datagrams; i++)
    {
        if (burst > 0 && i % burst == 0 && getchar() == EOF)
        {
            return 1;
        }
        struct sockaddr_in from;
        socklen_t length = sizeof from;
        if (recvfrom(fd, datagram, sizeof datagram, 0, (struct sockaddr *)&from, &length) < 0)
        {
            perror("recvfrom");
            return 1;
        }
        if (burst > 0 && (i + 1) % burst == 0)
        {
            puts("done");
            fflush(stdout);
        }
    }
    printf("%.1f\n", (double)(thread_cpu_ns() - start) / datagrams);
    return 0;
}
