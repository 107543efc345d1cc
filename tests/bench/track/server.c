/*
 * A carrier for make bench-track: answers every GET after a while with the same reply, and counts. One thread, epoll.
 *
 *	server MS REPLY	  prints its port; ends with its standard input, and then prints the requests and the most at once
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS 4096
#define WAITING	    65536

struct connection {
	char text[16384];
	size_t length;
};
static struct connection *connections[CONNECTIONS];
static struct { /* a ring: all wait equally long, so the first in is the first out */
	double at;
	int fd;
} waiting[WAITING];
static size_t first, last, most;
static long requests;
static char answer[65536];
static size_t answer_length;

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void read_requests(int fd, double delay)
{
	struct connection *c = connections[fd];
	ssize_t n = read(fd, c->text + c->length, sizeof(c->text) - 1 - c->length);
	char *end;

	if (n <= 0) {
		close(fd);
		free(c);
		connections[fd] = NULL;
		return;
	}
	c->length += (size_t)n;
	c->text[c->length] = '\0';
	while ((end = strstr(c->text, "\r\n\r\n"))) {
		size_t taken = (size_t)(end - c->text) + 4;
		memmove(c->text, c->text + taken, c->length - taken + 1);
		c->length -= taken;
		waiting[last % WAITING].at = now_ms() + delay;
		waiting[last % WAITING].fd = fd;
		last++;
		requests++;
		if (last - first > most)
			most = last - first;
	}
}

static void answer_due(void)
{
	double now = now_ms();
	for (; first < last && waiting[first % WAITING].at <= now; first++)
		if (connections[waiting[first % WAITING].fd])
			(void)!write(waiting[first % WAITING].fd, answer, answer_length);
}

static int listen_somewhere(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, length) || listen(fd, 1024) ||
	    getsockname(fd, (struct sockaddr *)&address, &length))
		exit(1);
	printf("%d\n", ntohs(address.sin_port));
	fflush(stdout);
	return fd;
}

static void watch(int epoll, int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };
	epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

static void take_connection(int epoll, int server)
{
	int fd = accept(server, NULL, NULL), one = 1;
	if (fd < 0 || fd >= CONNECTIONS)
		return;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	connections[fd] = calloc(1, sizeof(**connections));
	watch(epoll, fd);
}

int main(int argc, char **argv)
{
	double delay = argc > 1 ? atof(argv[1]) : 20;
	int server = listen_somewhere(), epoll = epoll_create1(0);
	struct epoll_event events[256];

	answer_length = (size_t)snprintf(answer, sizeof(answer),
					 "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
					 strlen(argv[2]), argv[2]);
	watch(epoll, server);
	watch(epoll, STDIN_FILENO);
	for (;;) {
		double ms = first < last ? waiting[first % WAITING].at - now_ms() : 1000;
		struct timespec wait = { 0 };
		if (ms > 0) /* whole milliseconds would make of 20 up to 21 */
			wait = (struct timespec) { (time_t)ms / 1000, (long)(ms * 1e6) % 1000000000 };
		int n = epoll_pwait2(epoll, events, 256, &wait, NULL);
		for (int i = 0; i < n; i++) {
			if (events[i].data.fd == STDIN_FILENO) {
				printf("%ld %zu\n", requests, most);
				return 0;
			}
			if (events[i].data.fd == server)
				take_connection(epoll, server);
			else
				read_requests(events[i].data.fd, delay);
		}
		answer_due();
	}
}
