import Commands

PerceiverCommand.main()
