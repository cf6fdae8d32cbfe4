"""What changes the graph over HTTP: jobs in a file, one process that does them, and their state to be asked for.

`queue` keeps the jobs, `worker` is the process that reads articles and writes them, `names` are the names by which it
links them, `service` keeps the process and shows readers what it wrote, `models` are requests and answers.
"""
