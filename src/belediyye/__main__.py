from belediyye.cli import main

main()
